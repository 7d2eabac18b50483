import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawAugmentation, resizedTo } from './augment.ts';
import { createRandom } from './random.ts';

const side = fc.integer({ min: 16, max: 3000 });

describe('augmentation', () => {
  it('brings the shorter side to loadSize and keeps the proportions to a pixel', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 32, max: 1024 }), (width, height, shorter) => {
        const resized = resizedTo(width, height, shorter);
        expect(Math.min(resized.width, resized.height)).toBe(shorter);
        const scale = shorter / Math.min(width, height);
        expect(Math.abs(resized.width - width * scale)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(resized.height - height * scale)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('crops inside the resized image', () => {
    fc.assert(
      fc.property(side, side, fc.nat(), fc.nat(200), (width, height, iteration, extra) => {
        const c = { size: 64, loadSize: 64 + extra, flip: true };
        const drawn = drawAugmentation(createRandom(1), iteration, 'apples', 0, { width, height }, c);
        expect(drawn.left).toBeGreaterThanOrEqual(0);
        expect(drawn.top).toBeGreaterThanOrEqual(0);
        expect(drawn.left + 64).toBeLessThanOrEqual(drawn.width);
        expect(drawn.top + 64).toBeLessThanOrEqual(drawn.height);
      }),
    );
  });

  const draws = (flip: boolean, index = 0) =>
    Array.from({ length: 4000 }, (_, iteration) =>
      drawAugmentation(
        createRandom(1),
        iteration,
        'apples',
        index,
        { width: 80, height: 80 },
        {
          size: 64,
          loadSize: 72,
          flip,
        },
      ),
    );

  it('reaches every corner and flips half of the images', () => {
    const drawn = draws(true);
    expect(new Set(drawn.map(({ left }) => left)).size).toBe(9);
    expect(new Set(drawn.map(({ top }) => top)).size).toBe(9);
    expect(Math.abs(drawn.filter(({ flip }) => flip).length - 2000)).toBeLessThan(130);
  });

  it('never flips when told not to, and crops the same then', () => {
    const drawn = draws(false);
    expect(drawn.some(({ flip }) => flip)).toBe(false);
    expect(drawn.map(({ left, top }) => [left, top])).toEqual(draws(true).map(({ left, top }) => [left, top]));
  });

  it('differs between the images of a batch', () => {
    expect(draws(true, 0)).not.toEqual(draws(true, 1));
  });
});
