import type { Value, ValueOf } from '../ir/types.ts';
import { NCHW, OIHW } from '../orders.ts';
import { at } from '../util.ts';
import { convOfFewOutputs, hasFewOutputs } from './few-outputs.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import { sliced } from './shape.ts';
import { extent, kernelShape, transposedWindow, windowAttributes } from './window.ts';

export function conv(l: Lowerer, value: ValueOf<'conv'>): Placed {
  const [x, kernel] = value.inputs as readonly [Value, Value];
  if (hasFewOutputs(l, value.attrs, kernel.shape)) {
    return convOfFewOutputs(l, l.get(x, NCHW), value.attrs, kernel.shape, value.shape, (order) => l.get(kernel, order));
  }
  const attributes = { ...windowAttributes(value.attrs), kernel_shape: kernelShape(kernel) };
  return { name: l.onnx.node('Conv', [l.get(x, NCHW), l.get(kernel, OIHW)], attributes), order: NCHW };
}

/** The kernel turned by 180 degrees, stored in `order`. */
function rotated(l: Lowerer, kernel: Value, order: readonly number[]): string {
  const dims = order.map((axis) => at(kernel.shape, axis));
  const turns = (i: number) => at(order, i) < 2 && at(dims, i) > 1;
  const last = dims.map((dim, i) => (turns(i) ? dim - 1 : 0));
  return sliced(
    l,
    l.get(kernel, order),
    dims,
    last,
    dims,
    dims.map((_, i) => (turns(i) ? -1 : 1)),
  );
}

/** Kernel axes with in and out exchanged: what was in comes out. */
const EXCHANGED = [0, 1, 3, 2];

export function convInputGrad(l: Lowerer, value: ValueOf<'convInputGrad'>): Placed {
  const [dy, kernel] = value.inputs as readonly [Value, Value];
  const window = value.attrs;
  const [top, left, bottom, right] = window.pads;
  const high = extent(kernel, window, 0) - 1;
  const wide = extent(kernel, window, 1) - 1;
  const isPlain = window.strides.every((stride) => stride === 1) && [top, bottom].every((p) => p <= high);
  if (l.levers.rotatedKernel && isPlain && [left, right].every((p) => p <= wide)) {
    const pads = [high - top, wide - left, high - bottom, wide - right] as const;
    const turned = { ...window, pads };
    const shape = EXCHANGED.map((axis) => at(kernel.shape, axis));
    const stored = (order: readonly number[]) =>
      rotated(
        l,
        kernel,
        order.map((axis) => at(EXCHANGED, axis)),
      );
    if (hasFewOutputs(l, turned, shape)) {
      return convOfFewOutputs(l, l.get(dy, NCHW), turned, shape, value.shape, stored);
    }
    const attributes = { ...windowAttributes(turned), kernel_shape: kernelShape(kernel) };
    return { name: l.onnx.node('Conv', [l.get(dy, NCHW), stored(OIHW)], attributes), order: NCHW };
  }
  const attributes = transposedWindow(dy, value.shape, kernel, window);
  return { name: l.onnx.node('ConvTranspose', [l.get(dy, NCHW), l.get(kernel, OIHW)], attributes), order: NCHW };
}
