import type { ValueOf } from '../ir/types.ts';
import type { Attribute } from '../onnx/builder.ts';
import { physicalDims } from '../orders.ts';
import { sameList } from '../util.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

export function unary(l: Lowerer, value: ValueOf<'unary'>): Placed {
  const x = inputOf(value);
  const { fn, alpha } = value.attrs;
  const attributes: Record<string, Attribute> = alpha === undefined ? {} : { alpha: { f: alpha } };
  return { name: l.onnx.node(fn, [l.get(x)], attributes), order: l.orderOf(x) };
}

export function binary(l: Lowerer, value: ValueOf<'binary'>): Placed {
  const order = l.commonOrder(value.inputs, value.shape.length);
  const { fn } = value.attrs;
  const names = value.inputs.map((x) => l.operand(x, order));
  const first = value.inputs[0];
  if (fn === 'PRelu' && first && !sameList(first.shape, value.shape)) {
    // PRelu broadcasts its slope only.
    names[0] = l.onnx.node('Expand', [names[0] ?? '', l.onnx.int64(physicalDims(value.shape, order))]);
  }
  return { name: l.onnx.node(fn, names, fn === 'Mod' ? { fmod: { i: 1 } } : {}), order };
}

export function select(l: Lowerer, value: ValueOf<'select'>): Placed {
  const order = l.commonOrder(value.inputs, value.shape.length);
  return {
    name: l.onnx.node(
      'Where',
      value.inputs.map((x) => l.operand(x, order)),
    ),
    order,
  };
}

export function cast(l: Lowerer, value: ValueOf<'cast'>): Placed {
  const x = inputOf(value);
  return { name: l.cast(l.get(x), value.dtype), order: l.orderOf(x) };
}

export function clip(l: Lowerer, value: ValueOf<'clip'>): Placed {
  const x = inputOf(value);
  const { min, max } = value.attrs;
  const bound = (limit: number) =>
    value.dtype === 'int32'
      ? l.onnx.initializer('int32', [], new Uint8Array(Int32Array.of(limit).buffer))
      : l.onnx.scalar(limit);
  const bounds = max === Number.POSITIVE_INFINITY ? [bound(min)] : [bound(min), bound(max)];
  return { name: l.onnx.node('Clip', [l.get(x), ...bounds]), order: l.orderOf(x) };
}
