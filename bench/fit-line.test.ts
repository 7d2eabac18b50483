import { expect, test } from 'vitest';
import { fitLine } from './fit-line.ts';

test('a line is found exactly, without error', () => {
  const { slope, error } = fitLine([0, 1, 2, 5].map((x) => [x, 3 - 2 * x] as const));
  expect(slope).toBeCloseTo(-2, 12);
  expect(error).toBeCloseTo(0, 12);
});

test('points around a line give its slope and the textbook standard error', () => {
  // By hand: squared residuals 2.7, two degrees of freedom, sum of squares of x 5: sqrt(2.7 / 2 / 5).
  const { slope, error } = fitLine([1, 3, 2, 5].map((y, x) => [x, y] as const));
  expect(slope).toBeCloseTo(1.1, 12);
  expect(error).toBeCloseTo(Math.sqrt(0.27), 12);
});
