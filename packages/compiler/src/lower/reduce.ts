import type { ValueOf } from '../ir/types.ts';
import { physicalDims } from '../orders.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

export function reduce(l: Lowerer, value: ValueOf<'reduce'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const { fn, axes } = value.attrs;
  const all = axes.map((axis) => order.indexOf(axis)).toSorted((a, b) => a - b);
  // ONNX Runtime is five times slower on [1, height, width, channel] than on [height, width, channel].
  const dims = physicalDims(x.shape, order);
  const lead = l.dynamic
    ? 0
    : Math.max(
        0,
        dims.findIndex((dim) => dim !== 1),
      );
  const physical = all.map((axis) => axis - lead);
  const keepdims = { i: 1 };
  const input = lead > 0 ? l.reshape(l.get(x), dims.slice(lead)) : l.get(x);
  // ReduceSum takes its axes as an input since opset 13, the others since 18.
  const asInput = fn === 'ReduceSum' ? 13 : 18;
  const name =
    l.onnx.opset >= asInput
      ? l.onnx.node(fn, [input, l.onnx.int64(physical)], { keepdims })
      : l.onnx.node(fn, [input], { axes: { ints: physical }, keepdims });
  return { name: lead > 0 ? l.reshape(name, physicalDims(value.shape, order)) : name, order };
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
