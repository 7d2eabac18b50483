import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageSpeed } from './speed.ts';

test('nothing is known before the first iteration', () => {
  expect(averageSpeed(null, [])).toBeNull();
  expect(averageSpeed(80, [])).toBe(80);
});

test('a slow first iteration and single pauses hardly move it', () => {
  expect(averageSpeed(null, [5000, 100, 100, 100, 100])).toBeLessThan(115);
  expect(averageSpeed(100, [60_000])).toBeCloseTo(110);
});

test('it follows a lasting change', () => {
  expect(averageSpeed(100, Array(200).fill(300))).toBeCloseTo(300, 0);
  expect(averageSpeed(300, Array(200).fill(100))).toBeCloseTo(100, 0);
});

test('it stays between the extremes it has seen', () => {
  const times = fc.array(fc.double({ min: 0.1, max: 1e5, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(times, (values) => {
      const average = averageSpeed(null, values) ?? Number.NaN;
      expect(average).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
      expect(average).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
    }),
  );
});
