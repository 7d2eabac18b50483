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

/** The linear map `matrix` [out][in] along one axis of x. */
export function contract(g: Graph, matrix: readonly (readonly number[])[], x: Value, axis: number): Value {
  const out = matrix.length;
  const weights = g.constant(matrix.flat(), [out, at(x.shape, axis)], 'float32');
  return g.value(
    'contract',
    [weights, x],
    { axis },
    x.shape.map((dim, i) => (i === axis ? out : dim)),
    'float32',
  );
}
