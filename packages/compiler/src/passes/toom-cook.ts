import { at, range } from '../util.ts';
import { type Matrix, zeros } from './linear.ts';

/**
 * Matrices of the 1-D algorithm F(m, r): m outputs of a correlation with r taps from n = m + r - 1 products,
 * y = inverse ((kernel g) * (data d)), element-wise in the middle. Toom-Cook at finite points and infinity, as
 * Winograd convolution uses it (Lavin and Gray 2015, "Fast algorithms for convolutional neural networks").
 */
export interface ToomCook {
  /** n x (m + r - 1) */
  data: Matrix;
  /** n x r */
  kernel: Matrix;
  /** m x n */
  inverse: Matrix;
}

/**
 * Finite points by n. The textbook's 0, 1, -1, 2, -2 for n = 6 gives twice the rounding error of these: 1.7e-6
 * against 0.9e-6 relative in 2-D with 128 channels, where a direct sum in float32 has 0.4e-6.
 */
const POINTS: Record<number, number[]> = {
  2: [0],
  3: [0, 1],
  4: [0, 1, -1],
  5: [0, 1, -1, 0.5],
  6: [0, 0.75, -0.75, 1.5, -1.5],
};
/** Products the point sets go up to. */
export const MAX_PRODUCTS = 6;

/** Coefficients, lowest first, of the product of (x - p) over the points. */
const polynomial = (points: readonly number[]): number[] =>
  points.reduce<number[]>((low, p) => range(low.length + 1).map((i) => (low[i - 1] ?? 0) - p * (low[i] ?? 0)), [1]);

/** Throws a RangeError beyond MAX_PRODUCTS. */
export function toomCook(m: number, r: number): ToomCook {
  const n = m + r - 1;
  const points = POINTS[n];
  if (!points) throw new RangeError(`F(${m}, ${r}) needs ${n} products: 2 to ${MAX_PRODUCTS} are supported`);
  const data = zeros(n, n);
  const kernel = zeros(n, r);
  const inverse = zeros(m, n);
  points.forEach((p, j) => {
    const others = points.filter((q) => q !== p);
    const norm = others.reduce((product, q) => product * (p - q), 1);
    polynomial(others).forEach((value, i) => {
      at(data, j)[i] = value;
    });
    for (const i of range(r)) at(kernel, j)[i] = p ** i / norm;
    for (const i of range(m)) at(inverse, i)[j] = p ** i;
  });
  polynomial(points).forEach((value, i) => {
    at(data, n - 1)[i] = value;
  });
  at(kernel, n - 1)[r - 1] = 1;
  at(inverse, m - 1)[n - 1] = 1;
  return { data, kernel, inverse };
}
