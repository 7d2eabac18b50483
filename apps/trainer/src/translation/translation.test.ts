import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTo, mirrorTo } from '../data/planar.ts';
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

test('images of the same name out of several folders do not overwrite each other', () => {
  expect(outputNames(['a/x.png', 'b/x.jpg', 'c/X.png', 'x-2.png', 'y.webp'])).toEqual([
    'x',
    'x-2',
    'X-3',
    'x-2-2',
    'y',
  ]);
});
