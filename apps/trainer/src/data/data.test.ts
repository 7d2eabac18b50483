import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { picture, pictureFolders } from '../../test/images.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { sha256 } from '../files/hash.ts';
import { type Batch, Batches } from './batches.ts';
import { type DecodedImage, decodeForTraining, decodeProbe } from './decode.ts';
import { readDomain } from './domain-images.ts';
import { ImageCache } from './image-cache.ts';
import { listImageFiles } from './image-files.ts';
import { PixelFile } from './pixel-file.ts';
import { cropInto, fromPlanes, toPlanes } from './planar.ts';

const folder = temporaryFolder();
const firstHalf = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.byteLength / 2);
const config = RunConfig.parse({ size: 32, batch: 2, iterations: 30, seed: 9 });
let folders: { discs: string; squares: string };

beforeAll(async () => {
  folders = await pictureFolders(folder);
});

/** The first batches of a run on these folders, with so many bytes of pixels in memory and on disk. */
async function batches(
  given: typeof folders,
  {
    memory = 2 ** 30,
    disk = 0,
    from = 1,
    ...overrides
  }: Partial<RunConfig & Record<'memory' | 'disk' | 'from', number>> = {},
) {
  const cache = new ImageCache(config.loadSize, memory, await PixelFile.create(join(folder, 'pixels'), disk));
  const domains = [
    await readDomain('discs', await listImageFiles('discs', given.discs), cache),
    await readDomain('squares', await listImageFiles('squares', given.squares), cache),
  ];
  const source = new Batches({ ...config, ...overrides }, domains, cache);
  const taken: Batch[] = [];
  for (let iteration = from; iteration <= from + 9; iteration++) taken.push(await source.take(iteration));
  await cache.close();
  return taken;
}

/** Equal for equal batches; comparing their pixels one by one takes seconds. */
const prints = (taken: readonly Batch[]): string[] =>
  taken.map(({ iteration, pair, images }) =>
    [iteration, ...pair, ...images.map((values) => sha256(new Uint8Array(values.buffer)))].join(),
  );

describe('batches', () => {
  test('are the same for the same seed and images, whatever the files are called and wherever they lie', async () => {
    const moved = join(folder, 'moved');
    mkdirSync(moved, { recursive: true });
    const images = await Promise.all(Array.from({ length: 6 }, (_, i) => picture('disc', i)));
    for (const [i, bytes] of images.entries()) writeFileSync(join(moved, `z${(i * 5) % 6}.png`), bytes);
    expect(prints(await batches({ ...folders, discs: moved }))).toEqual(prints(await batches(folders)));
  });

  test('do not depend on where a run starts or on what fits in memory and on disk', async () => {
    const all = prints(await batches(folders));
    expect(prints(await batches(folders, { from: 5 })).slice(0, 6)).toEqual(all.slice(4));
    const image = 3 * config.loadSize ** 2;
    for (const memory of [0, 3 * image])
      for (const disk of [0, 5 * image, 2 ** 30]) expect(prints(await batches(folders, { memory, disk }))).toEqual(all);
    expect(readdirSync(folder)).not.toContainEqual(expect.stringContaining('pixels'));
  });

  test('differ with the seed', async () => {
    expect(prints(await batches(folders, { seed: 10 }))).not.toEqual(prints(await batches(folders)));
  });

  test('hold two distinct domains and values in [-1, 1]', async () => {
    for (const { pair, images } of await batches(folders)) {
      expect([...pair].sort()).toEqual([0, 1]);
      for (const values of images) {
        expect(values).toHaveLength(2 * 3 * 32 * 32);
        expect(values.every((value) => value >= -1 && value <= 1)).toBe(true);
      }
    }
  });

  test('report a file that vanished when its turn comes, not before', async () => {
    const given = await pictureFolders(join(folder, 'vanishing'), 1);
    const cache = new ImageCache(config.loadSize, 0);
    const domains = [
      await readDomain('discs', await listImageFiles('discs', given.discs), cache),
      await readDomain('squares', await listImageFiles('squares', given.squares), cache),
    ];
    const source = new Batches(config, domains, cache);
    await source.take(1);
    rmSync(given.discs, { recursive: true });
    await expect(
      (async () => {
        for (let iteration = 2; iteration <= 30; iteration++) await source.take(iteration);
      })(),
    ).rejects.toThrow('ENOENT');
  });

  test('report a file that became another image', async () => {
    const path = join(folder, 'changing.png');
    const cache = new ImageCache(32, 0);
    await cache.add(path, await picture('disc', 1, 64));
    writeFileSync(
      path,
      await sharp({ create: { width: 40, height: 64, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    );
    await expect(cache.strip(path, 0, 32)).resolves.toMatchObject({ width: 32 });
    await expect(cache.strip(path, 30, 32)).rejects.toThrow('changing.png changed while the run was training');
  });
});

describe('a pixel file', () => {
  test('gives back what was put into it, at once or never', async () => {
    const file = await PixelFile.create(join(folder, 'pixels'), 100);
    const chunks = [30, 50, 40, 20].map((length, i) => new Uint8Array(length).fill(i));
    const offsets = await Promise.all(chunks.map((chunk) => file.append(chunk)));
    expect(offsets).toEqual([0, 30, undefined, 80]);
    for (const [i, offset] of offsets.entries())
      if (offset !== undefined) expect(await file.read(offset, chunks[i]?.length ?? 0)).toEqual(chunks[i]);
    await file.close();
  });

  // A device that is always full, on Linux.
  test.skipIf(!existsSync('/dev/full'))('a full disk is no room, not an error', async () => {
    const data = new Uint8Array(10);
    const full = await new PixelFile(await open('/dev/full', 'r+'), 100);
    expect(await full.append(data)).toBeUndefined();
    await full.close();
  });
});

describe('decoding', () => {
  const sides = fc.record({ width: fc.integer({ min: 16, max: 120 }), height: fc.integer({ min: 16, max: 120 }) });

  test('brings the shorter side to the load size and keeps the proportions', async () => {
    await fc.assert(
      fc.asyncProperty(sides, fc.integer({ min: 32, max: 80 }), async ({ width, height }, shorter) => {
        const bytes = await sharp({ create: { width, height, channels: 3, background: '#336699' } })
          .png()
          .toBuffer();
        const image = await decodeForTraining(bytes, shorter);
        expect(Math.min(image.width, image.height)).toBe(shorter);
        const longer = (Math.max(width, height) / Math.min(width, height)) * shorter;
        expect(Math.abs(Math.max(image.width, image.height) - longer)).toBeLessThanOrEqual(1);
        expect(image.data).toHaveLength(image.width * image.height * 3);
      }),
      { numRuns: 25 },
    );
  });

  const red = { width: 24, height: 20, channels: 3, background: { r: 200, g: 30, b: 30 } } as const;
  const grey = sharp({ create: { ...red, background: '#808080' } });
  test.each<[string, () => Promise<Buffer>, number[]]>([
    ['JPEG', () => sharp({ create: red }).jpeg({ quality: 100 }).toBuffer(), [200, 30, 30]],
    ['WebP', () => sharp({ create: red }).webp({ lossless: true }).toBuffer(), [200, 30, 30]],
    ['a palette PNG', () => sharp({ create: red }).png({ palette: true }).toBuffer(), [200, 30, 30]],
    ['a 16-bit PNG', () => sharp({ create: red }).toColourspace('rgb16').png().toBuffer(), [200, 30, 30]],
    ['a grey JPEG', () => grey.clone().toColourspace('b-w').jpeg({ quality: 100 }).toBuffer(), [128, 128, 128]],
    [
      'a transparent PNG, on white',
      () =>
        sharp({ create: { ...red, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
          .png()
          .toBuffer(),
      [255, 255, 255],
    ],
  ])('reads %s as 8-bit RGB', async (_, make, expected) => {
    const { data, width, height } = await decodeProbe(await make(), 16);
    expect({ width, height }).toEqual({ width: 16, height: 16 });
    for (const [channel, value] of expected.entries()) expect(Math.abs((data[channel] ?? 0) - value)).toBeLessThan(4);
  });

  test('turns a photograph upright', async () => {
    const half = await sharp({ create: { width: 20, height: 40, channels: 3, background: '#000000' } })
      .composite([
        { input: { create: { width: 20, height: 20, channels: 3, background: '#ffffff' } }, top: 0, left: 0 },
      ])
      .png()
      .toBuffer();
    // Orientation 6: the camera was turned; shown right, the white half is on the right.
    const photo = await sharp(half).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { width, height, data } = await decodeForTraining(photo, 20);
    expect({ width, height }).toEqual({ width: 40, height: 20 });
    expect(data[3 * 35] ?? 0).toBeGreaterThan(200);
    expect(data[3 * 5] ?? 255).toBeLessThan(50);
  });

  test.each<[string, () => Promise<Buffer>, RegExp]>([
    ['text', () => Promise.resolve(Buffer.from('hello')), /^is not an image$/],
    [
      'SVG',
      () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>')),
      /svg/,
    ],
    ['GIF', () => sharp({ create: red }).gif().toBuffer(), /^is gif, not JPEG, PNG or WebP$/],
    ['a cut PNG', async () => firstHalf(await picture('disc', 1)), /^can't be decoded/],
    [
      'a cut JPEG',
      async () =>
        firstHalf(
          await sharp(await picture('disc', 1, 96))
            .jpeg()
            .toBuffer(),
        ),
      /^can't be decoded/,
    ],
    [
      'an icon',
      () =>
        sharp({ create: { ...red, width: 8 } })
          .png()
          .toBuffer(),
      /^is 8 x 20 pixels/,
    ],
  ])('refuses %s with the reason', async (_, make, reason) => {
    const bytes = await make();
    await expect(decodeForTraining(bytes, 32)).rejects.toThrow(reason);
  });
});

describe('planes', () => {
  const image: DecodedImage = {
    width: 5,
    height: 4,
    data: Uint8Array.from({ length: 60 }, (_, i) => (i * 37) % 256),
  };

  test('go there and back without loss', () => {
    expect(fromPlanes(toPlanes(image), 5, 4)).toEqual(image);
  });

  test('a crop takes its window, mirrored when asked', () => {
    const whole = toPlanes(image);
    const at = (channel: number, x: number, y: number) => whole[channel * 20 + y * 5 + x];
    for (const flip of [false, true]) {
      const crop = new Float32Array(3 * 9);
      cropInto(crop, 0, image, { left: 1, top: 1, flip }, 3);
      for (let channel = 0; channel < 3; channel++)
        for (let y = 0; y < 3; y++)
          for (let x = 0; x < 3; x++)
            expect(crop[channel * 9 + y * 3 + x]).toBe(at(channel, 1 + (flip ? 2 - x : x), 1 + y));
    }
  });
});
