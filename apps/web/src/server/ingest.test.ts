import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS, StudioError } from '@combogan/contracts';
import sharp, { type Color } from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingestImage } from './ingest.ts';
import { findImageFile, thumbnailPath } from './storage.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'storage-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).map((e) => e.name);

const solid = (width: number, height: number, background: Color, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background } });

/** Left half red, right half blue: tells orientation. */
const halves = (width: number, height: number) =>
  solid(width, height, '#0000ff').composite([
    {
      input: { create: { width: width / 2, height, channels: 3, background: '#ff0000' } },
      left: 0,
      top: 0,
    },
  ]);

/** Pixels that do not compress to nothing, so that cutting the file cuts into the picture. */
const noise = (side: number) =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

async function stored(image: { sha256: string }) {
  const found = await findImageFile(root, image.sha256);
  if (!found) throw new Error('the image is not stored');
  return { ...found, data: await readFile(found.path) };
}

async function pixel(data: Buffer, x: number, y: number): Promise<number[]> {
  const { data: raw, info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  return [...raw.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)];
}

async function refused(source: Uint8Array): Promise<StudioError> {
  const error = await ingestImage(root, source).then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(StudioError);
  expect(await filesIn(root)).toEqual([]);
  return error as StudioError;
}

describe('D2: an accepted image', () => {
  it.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webp', 'image/jpeg'],
  ] as const)('%s is stored as %s under the hash of its bytes, with a thumbnail', async (format, type) => {
    const image = await ingestImage(root, await halves(64, 48).toFormat(format).toBuffer());
    const file = await stored(image);
    expect(image).toMatchObject({ width: 64, height: 48, bytes: file.data.byteLength });
    expect(file.type).toBe(type);
    expect(file.path).toContain(join('images', image.sha256.slice(0, 2), image.sha256));
    expect(await sharp(thumbnailPath(root, image.sha256)).metadata()).toMatchObject({ format: 'webp', width: 64 });
    expect(await filesIn(join(root, 'incoming'))).toEqual([]);
  });

  it('is read from a path as from bytes', async () => {
    const bytes = await halves(40, 40).png().toBuffer();
    const path = join(root, 'upload');
    await writeFile(path, bytes);
    expect(await ingestImage(root, path)).toEqual(await ingestImage(root, bytes));
  });

  it('stands upright and loses its metadata', async () => {
    const turned = await halves(80, 40).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    const image = await ingestImage(root, turned);
    const { data } = await stored(image);
    expect(image).toMatchObject({ width: 40, height: 80 });
    // orientation 6 is shown turned clockwise: what was left is on top
    expect((await pixel(data, 20, 10))[0]).toBeGreaterThan(200);
    expect((await pixel(data, 20, 70))[2]).toBeGreaterThan(200);
    const { orientation, exif, icc, xmp } = await sharp(data).metadata();
    expect({ orientation, exif, icc, xmp }).toEqual({});
  });

  it('gets a white background for its transparency', async () => {
    const clear = await solid(32, 32, { r: 255, g: 0, b: 0, alpha: 0 }, 4).png().toBuffer();
    const { data } = await stored(await ingestImage(root, clear));
    expect(await pixel(data, 5, 5)).toEqual([255, 255, 255]);
  });

  it('of 16 bits, of one channel or of CMYK becomes 8-bit RGB', async () => {
    const deep = await halves(32, 32).toColourspace('rgb16').png().toBuffer();
    const grey = await halves(32, 32).toColourspace('b-w').png().toBuffer();
    const cmyk = await halves(32, 32).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
    for (const source of [deep, grey, cmyk]) {
      const { data } = await stored(await ingestImage(root, source));
      expect(await sharp(data).metadata()).toMatchObject({ channels: 3, space: 'srgb', depth: 'uchar' });
    }
    const [red = 0, , blue = 255] = await pixel((await stored(await ingestImage(root, cmyk))).data, 4, 4);
    expect(red).toBeGreaterThan(150);
    expect(blue).toBeLessThan(110);
  });

  it('is scaled down to the side that is kept', async () => {
    const image = await ingestImage(root, await solid(2048, 512, '#123456').png().toBuffer());
    expect(image).toMatchObject({ width: LIMITS.imageSideKept, height: 256 });
  });

  it('is the same file when it comes twice', async () => {
    const bytes = await noise(64).jpeg().toBuffer();
    const first = await ingestImage(root, bytes);
    const before = await filesIn(root);
    expect(await ingestImage(root, bytes)).toEqual(first);
    expect(await filesIn(root)).toEqual(before);
  });

  it('may have harmless padding after its data', async () => {
    const padded = Buffer.concat([await noise(64).jpeg().toBuffer(), Buffer.alloc(200)]);
    expect(await ingestImage(root, padded)).toMatchObject({ width: 64 });
  });
});

describe('D2: a refused file says why and leaves nothing', () => {
  it.each([
    ['SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>')],
    ['GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1')],
    ['AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1')],
    ['text', Buffer.from('hello, this is no image\n')],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['not an image', Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])],
  ])('%s', async (named, bytes) => {
    const error = await refused(bytes);
    expect(error.code).toBe('unsupported');
    expect(error.message).toContain(named);
    expect(error.message).toContain('JPEG, PNG or WebP');
  });

  it('an empty one', async () => {
    expect((await refused(new Uint8Array())).message).toBe('The file is empty.');
  });

  it.each(['jpeg', 'png', 'webp'] as const)('a %s cut short', async (format) => {
    const whole = await noise(96).toFormat(format).toBuffer();
    for (const part of [0.3, 0.6, 0.95]) {
      const error = await refused(whole.subarray(0, Math.floor(whole.byteLength * part)));
      expect(error.code).toBe('invalid');
      expect(error.message).toMatch(/damaged/);
    }
  });

  it('a JPEG with other bytes written over its middle', async () => {
    const bytes = await noise(128).jpeg().toBuffer();
    bytes.set(Buffer.alloc(1000, 0xff), Math.floor(bytes.byteLength / 2));
    expect((await refused(bytes)).message).toMatch(/JPEG file is damaged/);
  });

  it('a type in the header alone', async () => {
    expect((await refused(Buffer.from('\x89PNG\r\n\x1a\n and then nothing of the kind', 'latin1'))).code).toBe(
      'invalid',
    );
  });

  it('too many pixels, before they are decoded', async () => {
    const huge = await solid(9000, 6000, '#fff').png({ compressionLevel: 9 }).toBuffer();
    const error = await refused(huge);
    expect(error).toMatchObject({ code: 'too_large', limit: '50 megapixels' });
    expect(error.message).toContain('9000 x 6000');
  });

  it('a side that is too short, or would be once scaled', async () => {
    expect((await refused(await solid(15, 400, '#fff').png().toBuffer())).limit).toBe('16 pixels');
    expect((await refused(await solid(20, 4000, '#fff').png().toBuffer())).message).toContain('when scaled to 1024');
  });
});
