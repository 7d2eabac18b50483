import { isIdentity, toOrder } from '../orders.ts';
import { at, range, sameList, sizeOf } from '../util.ts';
import { elements, type Graph, splatOf } from './graph.ts';
import type { Shape, Value } from './types.ts';

/** The same elements in row-major order under another shape. */
export function reshape(g: Graph, x: Value, shape: Shape): Value {
  if (sizeOf(shape) !== sizeOf(x.shape)) throw new Error(`cannot reshape [${x.shape}] to [${shape}]`);
  if (sameList(x.shape, shape)) return x;
  if (x.kind === 'reshape') return reshape(g, at(x.inputs, 0), shape);
  const value = splatOf(x);
  if (value !== undefined) return g.splat(value, shape, x.dtype);
  if (x.kind === 'constant') return g.constant(elements(x), shape, x.dtype);
  return g.value('reshape', [x], {}, shape, x.dtype);
}

/** Axis i of the result is axis perm[i] of x. */
export function transpose(g: Graph, x: Value, perm: readonly number[]): Value {
  if (isIdentity(perm)) return x;
  const shape = perm.map((axis) => at(x.shape, axis));
  if (x.kind === 'transpose')
    return transpose(
      g,
      at(x.inputs, 0),
      perm.map((axis) => at(x.attrs.perm, axis)),
    );
  const value = splatOf(x);
  if (value !== undefined) return g.splat(value, shape, x.dtype);
  if (x.kind === 'constant') return g.constant(toOrder(elements(x), x.shape, perm), shape, x.dtype);
  return g.value('transpose', [x], { perm }, shape, x.dtype);
}

/** x repeated along its axes of size 1 (and new leading ones) to fill `shape`. */
export function broadcast(g: Graph, x: Value, shape: Shape): Value {
  if (sameList(x.shape, shape)) return x;
  if (sizeOf(x.shape) === sizeOf(shape)) return reshape(g, x, shape);
  const value = splatOf(x);
  if (value !== undefined) return g.splat(value, shape, x.dtype);
  const source = x.kind === 'broadcast' ? at(x.inputs, 0) : x;
  return g.value('broadcast', [source], {}, shape, x.dtype);
}

/** x laid side by side reps[axis] times along every axis. */
export function tile(g: Graph, x: Value, reps: readonly number[]): Value {
  const shape = x.shape.map((dim, axis) => dim * at(reps, axis));
  if (sameList(shape, x.shape)) return x;
  if (x.shape.every((dim, axis) => dim === 1 || at(reps, axis) === 1)) return broadcast(g, x, shape);
  const value = splatOf(x);
  if (value !== undefined) return g.splat(value, shape, x.dtype);
  return g.value('tile', [x], { reps }, shape, x.dtype);
}

/** `size` elements of every axis from `begin` in steps of `step`, which may be negative but not 0. */
export function slice(
  g: Graph,
  x: Value,
  begin: readonly number[],
  size: readonly number[],
  step: readonly number[] = size.map(() => 1),
): Value {
  if (sameList(size, x.shape) && step.every((by, axis) => by > 0 || at(size, axis) === 1)) return x;
  const value = splatOf(x);
  if (value !== undefined) return g.splat(value, size, x.dtype);
  if (x.kind === 'slice') {
    const inner = x.attrs;
    const start = begin.map((from, axis) => at(inner.begin, axis) + from * at(inner.step, axis));
    const by = step.map((s, axis) => s * at(inner.step, axis));
    return slice(g, at(x.inputs, 0), start, size, by);
  }
  return g.value('slice', [x], { begin, step }, size, x.dtype);
}

/** x with the listed axes walked backwards. */
export function reverse(g: Graph, x: Value, axes: readonly number[]): Value {
  const back = (axis: number) => axes.includes(axis) && at(x.shape, axis) > 1;
  if (!range(x.shape.length).some(back)) return x;
  const begin = x.shape.map((dim, axis) => (back(axis) ? dim - 1 : 0));
  return slice(
    g,
    x,
    begin,
    x.shape,
    range(x.shape.length).map((axis) => (back(axis) ? -1 : 1)),
  );
}

/** The parts one after another along an axis. */
export function concat(g: Graph, parts: readonly Value[], axis: number): Value {
  const filled = parts.filter((part) => sizeOf(part.shape) > 0);
  const first = filled[0] ?? at(parts, 0);
  if (filled.length <= 1) return first;
  const total = filled.reduce((sum, part) => sum + at(part.shape, axis), 0);
  const shape = first.shape.map((dim, i) => (i === axis ? total : dim));
  return g.value('concat', filled, { axis }, shape, first.dtype);
}

/** x with a border of a constant, or of its own mirror image without the edge itself. */
export function pad(
  g: Graph,
  x: Value,
  before: readonly number[],
  after: readonly number[],
  mode: 'constant' | 'reflect' = 'constant',
  value = 0,
): Value {
  if ([...before, ...after].every((width) => width === 0)) return x;
  const shape = x.shape.map((dim, axis) => dim + at(before, axis) + at(after, axis));
  const splat = splatOf(x);
  if (splat !== undefined && (mode === 'reflect' || splat === value)) return g.splat(splat, shape, x.dtype);
  return g.value('pad', [x], { mode, before, after, value: mode === 'reflect' ? 0 : value }, shape, x.dtype);
}

/** Slices of x at the listed positions of an axis. */
export function gather(g: Graph, x: Value, indices: Value, axis: number, again = false): Value {
  const shape = x.shape.map((dim, i) => (i === axis ? sizeOf(indices.shape) : dim));
  return g.value('gather', [x, indices], { axis, again }, shape, x.dtype);
}
