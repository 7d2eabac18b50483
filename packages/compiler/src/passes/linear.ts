import type { Graph } from '../ir/graph.ts';
import { matrixConstant } from '../ir/matmul.ts';
import type { Value } from '../ir/types.ts';
import { at, range } from '../util.ts';

/** A dense matrix as rows. */
export type Matrix = readonly (readonly number[])[];

const identity = (size: number): Matrix => range(size).map((i) => range(size).map((j) => Number(i === j)));
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

const equal = (a: Matrix, b: Matrix) =>
  a === b ||
  (a.length === b.length &&
    a.every((row, i) => row.length === b[i]?.length && row.every((value, j) => value === b[i]?.[j])));

/** Equal matrices have equal hashes. Zeros, most of every matrix, cost nothing. */
function hash(matrix: Matrix): number {
  let sum = matrix.length;
  matrix.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value !== 0) sum = Math.imul(sum ^ Math.round(value * 4096), 0x01000193) + 31 * i + j;
    });
  });
  return sum;
}

/** Matrices by content: equal ones are one object, so that what is derived from them is computed once. */
export class Matrices {
  private readonly g: Graph;
  private readonly known = new Map<number, Matrix[]>();
  private readonly identities = new Map<number, Matrix>();
  private readonly products = new Map<Matrix, Map<Matrix, Matrix>>();
  private readonly adjoints = new Map<Matrix, Matrix>();
  private readonly constants = new Map<Matrix, Value>();

  constructor(g: Graph) {
    this.g = g;
  }

  /** The first matrix with this content. */
  unique(matrix: Matrix): Matrix {
    const key = hash(matrix);
    const alike = this.known.get(key) ?? [];
    const known = alike.find((other) => equal(other, matrix));
    if (known) return known;
    this.known.set(key, [...alike, matrix]);
    return matrix;
  }

  identity(size: number): Matrix {
    const known = this.identities.get(size) ?? this.unique(identity(size));
    this.identities.set(size, known);
    return known;
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
