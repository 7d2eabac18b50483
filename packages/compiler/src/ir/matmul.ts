import { at } from '../util.ts';
import { broadcastShape } from './elementwise.ts';
import type { Graph } from './graph.ts';
import type { Attrs, Value } from './types.ts';

/** a [..., m, k] times b [..., k, n]; with transposeA a is [..., k, m], with transposeB b is [..., n, k]. */
export function matmul(
  g: Graph,
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false, flipped = false }: Partial<Attrs['matmul']> = {},
): Value {
  const rows = at(a.shape, transposeA ? -1 : -2);
  const columns = at(b.shape, transposeB ? -2 : -1);
  const lead = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return g.value('matmul', [a, b], { transposeA, transposeB, flipped }, [...lead, rows, columns], 'float32');
}

/** The linear map of a constant matrix [out, in] along one axis of x. */
export function contract(g: Graph, matrix: Value, x: Value, axis: number): Value {
  const shape = x.shape.map((dim, i) => (i === axis ? at(matrix.shape, 0) : dim));
  return g.value('contract', [matrix, x], { axis }, shape, 'float32');
}

/** A constant of rows. */
export const matrixConstant = (g: Graph, rows: readonly (readonly number[])[]): Value =>
  g.constant(rows.flat(), [rows.length, at(rows, 0).length], 'float32');
