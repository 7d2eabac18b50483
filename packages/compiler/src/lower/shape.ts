import { bytesOf, dataOf, elements } from '../ir/graph.ts';
import type { Shape, ValueOf } from '../ir/types.ts';
import { identityOrder, inverseOrder, isIdentity, type Order, physicalDims } from '../orders.ts';
import { at, range } from '../util.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

const wideAxes = (shape: Shape) => range(shape.length).filter((axis) => at(shape, axis) !== 1);

/**
 * The order of a reshaped tensor when only axes of size 1 came or went: its wide axes stay in the order of x, the
 * others go where they are in logical order.
 */
function orderAfter(from: Shape, to: Shape, order: Order): Order | undefined {
  const before = wideAxes(from);
  const after = wideAxes(to);
  if (before.length !== after.length || !before.every((axis, i) => at(from, axis) === at(to, at(after, i)))) {
    return undefined;
  }
  const renamed = order.filter((axis) => before.includes(axis)).map((axis) => at(after, before.indexOf(axis)));
  let next = 0;
  return range(to.length).map((axis) => (after.includes(axis) ? at(renamed, next++) : axis));
}

export function reshape(l: Lowerer, value: ValueOf<'reshape'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const kept = isIdentity(order) ? undefined : orderAfter(x.shape, value.shape, order);
  const name = l.get(x, kept ? order : identityOrder(x.shape.length));
  const after = kept ?? identityOrder(value.shape.length);
  return { name: l.reshape(name, physicalDims(value.shape, after)), order: after };
}

/** No work: the same tensor with its axes renamed. */
export function transpose(l: Lowerer, value: ValueOf<'transpose'>): Placed {
  const x = inputOf(value);
  const renamed = inverseOrder(value.attrs.perm);
  return { name: l.get(x), order: l.orderOf(x).map((axis) => at(renamed, axis)) };
}

export function broadcast(l: Lowerer, value: ValueOf<'broadcast'>): Placed {
  const x = inputOf(value);
  const order = x.shape.length === value.shape.length ? l.orderOf(x) : identityOrder(value.shape.length);
  const dims = l.onnx.int64(physicalDims(value.shape, order));
  return { name: l.onnx.node('Expand', [l.operand(x, order), dims]), order };
}

export function tile(l: Lowerer, value: ValueOf<'tile'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const reps = l.onnx.int64(physicalDims(value.attrs.reps, order));
  return { name: l.onnx.node('Tile', [l.get(x), reps]), order };
}

/** Far enough before any axis: ONNX clamps it to "through the first element". */
const BEFORE_START = -(2 ** 31);

/** ONNX Slice of physical dims. */
export function sliced(
  l: Lowerer,
  name: string,
  dims: readonly number[],
  begin: readonly number[],
  size: readonly number[],
  step: readonly number[],
): string {
  const axes = range(dims.length).filter(
    (axis) => at(begin, axis) !== 0 || at(size, axis) !== at(dims, axis) || at(step, axis) !== 1,
  );
  if (axes.length === 0) return name;
  // ONNX Runtime 1.30's WebGPU Slice starts a negative step at the last element whatever `starts` says.
  const partial = axes.filter((axis) => at(step, axis) < 0 && at(begin, axis) !== at(dims, axis) - 1);
  if (partial.length > 0) {
    const reach = (axis: number) => at(begin, axis) + 1;
    const cutSize = dims.map((dim, axis) => (partial.includes(axis) ? reach(axis) : dim));
    const cut = sliced(
      l,
      name,
      dims,
      dims.map(() => 0),
      cutSize,
      dims.map(() => 1),
    );
    return sliced(l, cut, cutSize, begin, size, step);
  }
  const ends = axes.map((axis) => {
    const by = at(step, axis);
    const last = at(begin, axis) + (at(size, axis) - 1) * by;
    if (by < 0) return last === 0 ? BEFORE_START : last - 1;
    return Math.min(last + 1, at(dims, axis));
  });
  const list = (values: readonly number[]) => l.onnx.int64(axes.map((axis) => at(values, axis)));
  const inputs = [name, list(begin), l.onnx.int64(ends), l.onnx.int64(axes)];
  return l.onnx.node('Slice', axes.some((axis) => at(step, axis) !== 1) ? [...inputs, list(step)] : inputs);
}

export function slice(l: Lowerer, value: ValueOf<'slice'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { begin, step } = value.attrs;
  const physical = (list: readonly number[]) => physicalDims(list, order);
  const name = sliced(l, l.get(x), physical(x.shape), physical(begin), physical(value.shape), physical(step));
  return { name, order };
}

export function concat(l: Lowerer, value: ValueOf<'concat'>): Placed {
  const order = l.commonOrder(value.inputs, value.shape.length);
  const names = value.inputs.map((x) => l.get(x, order));
  return { name: l.onnx.node('Concat', names, { axis: { i: order.indexOf(value.attrs.axis) } }), order };
}

/** ONNX Pad of physical dims. */
export function padded(
  l: Lowerer,
  name: string,
  before: readonly number[],
  after: readonly number[],
  mode: 'constant' | 'reflect' = 'constant',
  fill: string = l.onnx.scalar(0),
): string {
  if ([...before, ...after].every((width) => width === 0)) return name;
  const inputs = [name, l.onnx.int64([...before, ...after])];
  return l.onnx.node('Pad', mode === 'constant' ? [...inputs, fill] : inputs, { mode: { s: mode } });
}

export function pad(l: Lowerer, value: ValueOf<'pad'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { before, after, mode } = value.attrs;
  const fill = l.onnx.initializer(value.dtype, [], bytesOf(dataOf(value.dtype, [value.attrs.value])));
  return { name: padded(l, l.get(x), physicalDims(before, order), physicalDims(after, order), mode, fill), order };
}

export function gather(l: Lowerer, value: ValueOf<'gather'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { axis, again } = value.attrs;
  const indices = inputOf(value, 1);
  // ONNX Runtime computes equal nodes once: indices of another type keep the second one apart.
  const isApart = again && indices.kind === 'constant';
  const chosen = isApart ? l.onnx.int64([...elements(indices)], indices.shape) : l.get(indices);
  return { name: l.onnx.node('Gather', [l.get(x), chosen], { axis: { i: order.indexOf(axis) } }), order };
}
