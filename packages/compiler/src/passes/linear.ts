import type { Graph } from '../ir/graph.ts';
import { matrixConstant } from '../ir/matmul.ts';
import type { Value } from '../ir/types.ts';
import { at, digest, range } from '../util.ts';

/** A dense matrix as rows. */
export type Matrix = readonly (readonly number[])[];

export const identity = (size: number): Matrix => range(size).map((i) => range(size).map((j) => Number(i === j)));
export const zeros = (rows: number, columns: number): number[][] => range(rows).map(() => range(columns).map(() => 0));
const transposed = (m: Matrix): Matrix => range(m[0]?.length ?? 0).map((j) => m.map((row) => at(row, j)));

/** Product a b; b's zeros and a's are skipped, as most matrices here are banded. */
function multiply(a: Matrix, b: Matrix): Matrix {
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

/** Matrices by content: equal ones are one object, so that what is derived from them is computed once. */
export class Matrices {
  private readonly g: Graph;
  private readonly known = new Map<string, Matrix>();
  private readonly products = new Map<Matrix, Map<Matrix, Matrix>>();
  private readonly adjoints = new Map<Matrix, Matrix>();
  private readonly constants = new Map<Matrix, Value>();

  constructor(g: Graph) {
    this.g = g;
  }

  unique(matrix: Matrix): Matrix {
    const columns = matrix[0]?.length ?? 0;
    const flat = Float64Array.from(matrix.flat());
    const key = `${columns} ${digest(new Uint8Array(flat.buffer))}`;
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, matrix);
    return matrix;
  }

  /** Product a b of unique matrices. */
  product(a: Matrix, b: Matrix): Matrix {
    const row = this.products.get(a) ?? new Map<Matrix, Matrix>();
    this.products.set(a, row);
    const known = row.get(b) ?? this.unique(multiply(a, b));
    row.set(b, known);
    return known;
  }

  /** Transpose of a unique matrix. */
  adjoint(matrix: Matrix): Matrix {
    const known = this.adjoints.get(matrix) ?? this.unique(transposed(matrix));
    this.adjoints.set(matrix, known);
    return known;
  }

  /** A unique matrix as a constant of the graph. */
  constant(matrix: Matrix): Value {
    const known = this.constants.get(matrix);
    if (known) return known;
    const value = matrixConstant(this.g, matrix);
    this.constants.set(matrix, value);
    return value;
  }
}
