import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { MAX_HEADER, METADATA_KEY, type StoredTensor, type TensorEntry } from './format.ts';

const Entry = z.object({
  dtype: z.literal('F32', 'only float32 tensors are read'),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

/** An open safetensors file; tensors are read one by one. */
export interface SafetensorsFile {
  names: string[];
  metadata: Record<string, string>;
  /** The tensor of that name. Throws when there is none. */
  read(name: string): StoredTensor;
  close(): void;
}

/** Where bytes come from; a read gives as many as were asked for. */
interface Source {
  size: number;
  read(length: number, position: number): Buffer;
  close(): void;
}

const shorter = (): Error => new Error('the safetensors file is shorter than its header says');

function fileSource(path: string): Source {
  const descriptor = openSync(path, 'r');
  const read = (length: number, position: number): Buffer => {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const got = readSync(descriptor, bytes, done, length - done, position + done);
      if (got === 0) throw shorter();
      done += got;
    }
    return bytes;
  };
  return { size: fstatSync(descriptor).size, read, close: () => closeSync(descriptor) };
}

function memorySource(contents: Buffer): Source {
  const read = (length: number, position: number): Buffer => {
    if (position + length > contents.byteLength) throw shorter();
    // A copy: float32 values must lie at a multiple of 4.
    const bytes = Buffer.alloc(length);
    contents.copy(bytes, 0, position, position + length);
    return bytes;
  };
  return { size: contents.byteLength, read, close: () => undefined };
}

function readHeader({ size, read }: Source): { json: unknown; end: number } {
  const length = Number(read(8, 0).readBigUInt64LE());
  if (length > MAX_HEADER || 8 + length > size)
    throw new Error('this is not a safetensors file: its header is too long');
  try {
    return { json: JSON.parse(read(length, 8).toString('utf8')), end: 8 + length };
  } catch (error) {
    throw new Error('this is not a safetensors file: its header is not JSON', { cause: error });
  }
}

/** Opens a safetensors file of float32 tensors, by its path or its contents. Throws on anything malformed. */
export function openSafetensors(file: string | Buffer): SafetensorsFile {
  const source = typeof file === 'string' ? fileSource(file) : memorySource(file);
  try {
    const { json, end } = readHeader(source);
    const { [METADATA_KEY]: about = {}, ...rest } = z.record(z.string(), z.unknown()).parse(json);
    const metadata = z.record(z.string(), z.string()).parse(about);
    const entries = new Map<string, TensorEntry>(Object.entries(z.record(z.string(), Entry).parse(rest)));
    const read = (name: string): StoredTensor => {
      const entry = entries.get(name);
      if (!entry) throw new Error(`the safetensors file has no tensor "${name}"`);
      const [from, to] = entry.data_offsets;
      const values = entry.shape.reduce((product, dim) => product * dim, 1);
      if (to - from !== 4 * values) throw new Error(`tensor "${name}" has ${to - from} bytes, not 4 x ${values}`);
      const bytes = source.read(to - from, end + from);
      return { shape: entry.shape, data: new Float32Array(bytes.buffer, bytes.byteOffset, values) };
    };
    return { names: [...entries.keys()], metadata, read, close: () => source.close() };
  } catch (error) {
    source.close();
    throw error;
  }
}
