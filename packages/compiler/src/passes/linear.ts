import { at, range } from '../util.ts';

/** A dense matrix as rows. */
export type Matrix = number[][];

export const identity = (size: number): Matrix => range(size).map((i) => range(size).map((j) => Number(i === j)));
export const zeros = (rows: number, columns: number): Matrix => range(rows).map(() => range(columns).map(() => 0));
export const transposed = (m: Matrix): Matrix => range(m[0]?.length ?? 0).map((j) => m.map((row) => at(row, j)));

/** Product a b; b's zeros and a's are skipped, as most matrices here are banded. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const columns = b[0]?.length ?? 0;
  return a.map((row) => {
    const result: number[] = range(columns).map(() => 0);
    row.forEach((factor, k) => {
      if (factor === 0) return;
      at(b, k).forEach((value, j) => {
        if (value !== 0) result[j] = at(result, j) + factor * value;
      });
    });
    return result;
  });
}

/** Kronecker product: rows (i, k), columns (j, l) of a[i][j] b[k][l]. */
export const kronecker = (a: Matrix, b: Matrix): Matrix =>
  a.flatMap((left) => b.map((right) => left.flatMap((x) => right.map((y) => x * y))));
