import { RunConfig } from '@combogan/contracts';
import { createRandom } from '@combogan/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SMALL_CONFIG, SMALL_KEYS } from '../../test/small-run.ts';
import { firstState } from '../checkpoint/training-state.ts';
import { tooLarge } from '../cli/memory-limit.ts';
import type { DecodedImage } from '../data/decode.ts';
import { cutTo, fromPlanes, mirrorTo, toPlanes } from '../data/planar.ts';
import { createEngine } from '../engines/create.ts';
import type { Engine, FeatureMaps } from '../engines/engine.ts';
import { outputNames } from './output-names.ts';
import { translateImage } from './translate-image.ts';

/** An engine whose networks change nothing but count; it insists on sides that are multiples of 4. */
function identityEngine(): { engine: Pick<Engine, 'encode' | 'decode'>; encoded: FeatureMaps[] } {
  const encoded: FeatureMaps[] = [];
  const engine = {
    encode: (_: number, images: FeatureMaps) => {
      expect([images.dims[2] % 4, images.dims[3] % 4]).toEqual([0, 0]);
      encoded.push(images);
      return Promise.resolve(images);
    },
    decode: (_: number, latents: FeatureMaps) => Promise.resolve(latents),
  };
  return { engine, encoded };
}

test('an image of any size is encoded once, decoded for each target, and keeps its size and pixels', async () => {
  const sizes = fc.record({ width: fc.integer({ min: 16, max: 41 }), height: fc.integer({ min: 16, max: 41 }) });
  await fc.assert(
    fc.asyncProperty(sizes, async ({ width, height }) => {
      const image = { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 256) };
      const { engine, encoded } = identityEngine();
      const seen = [];
      for await (const { target, image: translated } of translateImage(engine, image, 0, [2, 0, 1])) {
        expect(translated).toEqual(image);
        seen.push(target);
      }
      expect(seen).toEqual([2, 0, 1]);
      expect(encoded).toHaveLength(1);
    }),
    { numRuns: 30 },
  );
});

test('the border is mirrored without repeating the edge', () => {
  const row = Float32Array.of(1, 2, 3);
  const planes = Float32Array.of(...row, ...row, ...row);
  const grown = mirrorTo(planes, { width: 3, height: 1 }, { width: 5, height: 1 });
  expect([...grown.subarray(0, 5)]).toEqual([1, 2, 3, 2, 1]);
  expect(cutTo(grown, { width: 5, height: 1 }, { width: 3, height: 1 })).toEqual(planes);
});

describe('output names', () => {
  test('keep subfolders and tell apart what shares a name', () => {
    const names = ['x.png', 'x.jpg', 'X.webp', 'x-2.png', 'a/x.png', 'b/x.png', 'archive.tar.png', '.hidden', 'none'];
    expect(outputNames(names)).toEqual(['x', 'x-2', 'X-3', 'x-2-2', 'a/x', 'b/x', 'archive.tar', '.hidden', 'none']);
  });

  test('never collide, whatever the inputs are called', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'A', '2', '-', '.', '/', '가', '\u1100\u1161'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (inputs) => {
        const names = outputNames(inputs);
        expect(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(inputs.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('with real networks', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine('compiled-cpu', SMALL_CONFIG, 2);
    for (const [index, { tensors }] of firstState(SMALL_CONFIG, SMALL_KEYS).domains.entries())
      engine.load(index, tensors);
  });
  afterAll(() => engine.dispose());

  const noise = (width: number, height: number): DecodedImage => {
    const stream = createRandom(3)('noise', width * 1000 + height);
    return { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => stream.int(256)) };
  };
  const all = async (image: DecodedImage, reconstruct = true) => {
    const translated = [];
    for await (const each of translateImage(engine, image, 1, [0, 1, 2], { reconstruct })) translated.push(each);
    return translated;
  };

  test('M8: every size keeps its own, there and back, and gives the same each time', async () => {
    const side = fc.integer({ min: 16, max: 50 });
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const image = noise(width, height);
        const translated = await all(image);
        for (const { image: fake, reconstruction } of translated)
          for (const made of [fake, reconstruction]) {
            expect(made).toMatchObject({ width, height });
            expect(made?.data).toHaveLength(width * height * 3);
          }
        const again = await all(image);
        for (const [i, { image: fake }] of again.entries())
          expect(Buffer.from(fake.data).equals(Buffer.from(translated[i]?.image.data ?? []))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  test('a padded image comes out as the same one mirrored by hand and cut', async () => {
    const image = noise(30, 21);
    const padded = mirrorTo(toPlanes(image), image, { width: 32, height: 24 });
    const byHand = fromPlanes(padded, 32, 24);
    const translated = await all(image);
    for (const [i, { image: whole }] of (await all(byHand)).entries())
      for (let y = 0; y < 21; y++) {
        const row = whole.data.subarray(y * 32 * 3, (y * 32 + 30) * 3);
        expect(
          Buffer.from(row).equals(Buffer.from(translated[i]?.image.data.subarray(y * 90, y * 90 + 90) ?? [])),
        ).toBe(true);
      }
  });

  test('a reconstruction is the decoding of the source out of the encoding of the target', async () => {
    const image = noise(32, 20);
    const dims = [1, 3, 20, 32] as const;
    const fake = await engine.decode(2, await engine.encode(1, { data: toPlanes(image), dims }));
    const back = await engine.decode(1, await engine.encode(2, fake));
    expect((await all(image))[2]?.reconstruction).toEqual(fromPlanes(back.data, 32, 20));
    expect((await all(image, false))[2]?.reconstruction).toBeNull();
  });
});

test('an image that would not fit into memory is refused with the size that would', () => {
  const config = RunConfig.parse({ ngf: 64 });
  expect(tooLarge({ width: 1000, height: 800 }, config, 2.6e9)).toBeUndefined();
  const problem = tooLarge({ width: 8000, height: 4000 }, config, 2.6e9);
  expect(problem).toMatch(/^8000 x 4000 pixels take about 98 GB of memory, more than the 2\.6 GB .*--longest 1301$/);
  expect(tooLarge({ width: 1301, height: 650 }, config, 2.6e9)).toBeUndefined();
});
