import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { WeightsManifest } from '@combogan/contracts';
import ort from 'onnxruntime-node';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

const openZip = promisify(yauzl.fromBuffer) as (buffer: Buffer, options: yauzl.Options) => Promise<ZipFile>;

/** Every file of a zip by name. */
export async function unzip(zip: Buffer): Promise<Map<string, Buffer>> {
  const file = await openZip(zip, { lazyEntries: true });
  const files = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    file.on('error', reject);
    file.on('end', () => resolve(files));
    file.on('entry', (entry: Entry) =>
      file.openReadStream(entry, (error, stream) => {
        if (error || !stream) return reject(error);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('end', () => {
          files.set(entry.fileName, Buffer.concat(chunks));
          file.readEntry();
        });
      }),
    );
    file.readEntry();
  });
}

/** The manifest of a weights zip, after every file was held against its hash. */
export function checkedManifest(files: Map<string, Buffer>): WeightsManifest {
  const manifest = WeightsManifest.parse(JSON.parse(files.get('manifest.json')?.toString() ?? 'null'));
  for (const [name, sha256] of Object.entries(manifest.files)) {
    const actual = createHash('sha256')
      .update(files.get(name) ?? '')
      .digest('hex');
    if (actual !== sha256) throw new Error(`${name} does not match its hash in the manifest`);
  }
  return manifest;
}

/** encoder.onnx of one domain followed by decoder.onnx of another, on pixels [height, width, 3] of 0..255. */
export async function translate(
  from: Map<string, Buffer>,
  to: Map<string, Buffer>,
  pixels: Uint8Array,
  side: number,
): Promise<Uint8Array> {
  const encoder = await ort.InferenceSession.create(from.get('encoder.onnx') ?? Buffer.alloc(0));
  const decoder = await ort.InferenceSession.create(to.get('decoder.onnx') ?? Buffer.alloc(0));
  const image = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side; i++)
    for (let channel = 0; channel < 3; channel++)
      image[channel * side * side + i] = (pixels[3 * i + channel] ?? 0) / 127.5 - 1;
  const { latent } = await encoder.run({ image: new ort.Tensor('float32', image, [1, 3, side, side]) });
  if (!latent) throw new Error('the encoder gave no latent');
  const output = (await decoder.run({ latent })).image;
  const planes = output?.data as Float32Array;
  const result = new Uint8Array(3 * side * side);
  for (let i = 0; i < side * side; i++)
    for (let channel = 0; channel < 3; channel++)
      result[3 * i + channel] = Math.round(((planes[channel * side * side + i] ?? 0) + 1) * 127.5);
  return result;
}
