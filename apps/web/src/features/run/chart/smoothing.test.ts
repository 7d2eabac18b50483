import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smoothed } from './smoothing.ts';

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1 });
const keep = fc.double({ min: 0, max: 0.99, noNaN: true });

test('a smoothed curve starts where the raw one does and stays between its extremes', () => {
  fc.assert(
    fc.property(values, keep, (raw, k) => {
      const out = smoothed(Float64Array.from(raw), k);
      expect(out[0]).toBeCloseTo(raw[0] ?? 0, 6);
      for (const value of out) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...raw) - 1e-6);
        expect(value).toBeLessThanOrEqual(Math.max(...raw) + 1e-6);
      }
    }),
  );
});

test('matches the weighted mean by hand', () => {
  const out = smoothed(Float64Array.from([1, 3]), 0.5);
  expect(out[1]).toBeCloseTo((0.5 * 1 + 1 * 3) / 1.5);
});
