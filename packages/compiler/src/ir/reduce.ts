import { at, sizeOf } from '../util.ts';
import { binary } from './elementwise.ts';
import { type Graph, splatOf } from './graph.ts';
import { reshape } from './shape.ts';
import type { ReduceFn, Value } from './types.ts';

/** A reduction over the listed axes, which stay with size 1. */
export function reduce(g: Graph, fn: ReduceFn, x: Value, axes: readonly number[]): Value {
  const shape = x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  const wide = axes.filter((axis) => at(x.shape, axis) !== 1).toSorted((a, b) => a - b);
  if (fn === 'ReduceSumSquare') return g.value('reduce', [x], { fn, axes: wide }, shape, x.dtype);
  if (wide.length === 0) return reshape(g, x, shape);
  const value = splatOf(x);
  const count = sizeOf(x.shape) / Math.max(1, sizeOf(shape));
  if (value !== undefined && fn !== 'ReduceProd') {
    return g.splat(fn === 'ReduceSum' ? value * count : value, shape, x.dtype);
  }
  if (fn === 'ReduceSum' && x.kind === 'binary' && x.attrs.fn === 'Mul') {
    const factor = splatOf(at(x.inputs, 1));
    if (factor !== undefined && x.dtype === 'float32')
      return binary(g, 'Mul', reduce(g, fn, at(x.inputs, 0), axes), g.splat(factor, [], 'float32'));
  }
  return g.value('reduce', [x], { fn, axes: wide }, shape, x.dtype);
}
