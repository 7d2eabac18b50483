import type { ValueOf } from '../ir/types.ts';
import { physicalDims } from '../orders.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

export function reduce(l: Lowerer, value: ValueOf<'reduce'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { fn, axes } = value.attrs;
  const physical = axes.map((axis) => order.indexOf(axis));
  // Over all of [1, height, width] before the channel ONNX Runtime is five times faster than over [height, width]:
  // leading axes of size 1 are reduced as well, which changes nothing.
  const lead = l.dynamic ? 0 : physicalDims(x.shape, order).findIndex((dim) => dim !== 1);
  for (let axis = 0; axis < lead; axis++) physical.push(axis);
  const sorted = physical.toSorted((a, b) => a - b);
  const keepdims = { i: 1 };
  // ReduceSum takes its axes as an input since opset 13, the others since 18.
  const asInput = fn === 'ReduceSum' ? 13 : 18;
  const name =
    l.onnx.opset >= asInput
      ? l.onnx.node(fn, [l.get(x), l.onnx.int64(sorted)], { keepdims })
      : l.onnx.node(fn, [l.get(x)], { axes: { ints: sorted }, keepdims });
  return { name, order };
}

export function arg(l: Lowerer, value: ValueOf<'arg'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { fn, axis } = value.attrs;
  const found = l.onnx.node(fn, [l.get(x)], { axis: { i: order.indexOf(axis) }, keepdims: { i: 1 } });
  return { name: l.cast(found, 'int32'), order };
}

export function cumsum(l: Lowerer, value: ValueOf<'cumsum'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { axis, exclusive, reverse } = value.attrs;
  const along = l.onnx.int64([order.indexOf(axis)], []);
  const attributes = { exclusive: { i: Number(exclusive) }, reverse: { i: Number(reverse) } };
  return { name: l.onnx.node('CumSum', [l.get(x), along], attributes), order };
}

export function softmax(l: Lowerer, value: ValueOf<'softmax'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const axis = { i: order.indexOf(value.shape.length - 1) };
  return { name: l.onnx.node('Softmax', [l.get(x)], { axis }), order };
}
