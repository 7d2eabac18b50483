import { expect, it } from 'vitest';
import { range } from '../util.ts';
import type { Matrix } from './linear.ts';
import { toomCook } from './toom-cook.ts';

const apply = (matrix: Matrix, vector: number[]) =>
  matrix.map((row) => row.reduce((sum, x, i) => sum + x * (vector[i] ?? 0), 0));

for (const [m, r] of [
  [1, 2],
  [2, 2],
  [4, 2],
  [2, 3],
  [4, 3],
  [3, 4],
] as const) {
  it(`F(${m}, ${r}) is a correlation`, () => {
    const { data, kernel, inverse } = toomCook(m, r);
    const d = range(m + r - 1).map((i) => Math.sin(i + 1));
    const g = range(r).map((i) => Math.cos(3 * i));
    const products = apply(data, d).map((x, i) => x * (apply(kernel, g)[i] ?? 0));
    const direct = range(m).map((i) => g.reduce((sum, x, t) => sum + x * (d[i + t] ?? 0), 0));
    apply(inverse, products).forEach((y, i) => {
      expect(y).toBeCloseTo(direct[i] ?? 0, 12);
    });
  });
}

it('refuses what needs more products than it has points for', () => {
  expect(() => toomCook(6, 3)).toThrow(RangeError);
});
