import type { Value, ValueOf } from '../ir/types.ts';
import { NCHW } from '../orders.ts';
import { at, range } from '../util.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import { bordered, kernelShape, tapView, transposedWindow, windowAttributes } from './window.ts';

/** Depthwise kernels [height, width, in, multiplier] as ONNX wants grouped ones: [in * multiplier, 1, height, width]. */
const DEPTHWISE_ORDER = [2, 3, 0, 1];

/** The depthwise kernel stored as a grouped one. */
function groupedKernel(l: Lowerer, kernel: Value): string {
  const [rows = 1, columns = 1, channels = 1, multiplier = 1] = kernel.shape;
  return l.reshape(l.get(kernel, DEPTHWISE_ORDER), [channels * multiplier, 1, rows, columns]);
}

export function depthwise(l: Lowerer, value: ValueOf<'depthwise'>): Placed {
  const [x, kernel] = value.inputs as readonly [Value, Value];
  const group = { i: at(x.shape, 3) };
  const attributes = { ...windowAttributes(value.attrs), kernel_shape: kernelShape(kernel), group };
  return { name: l.onnx.node('Conv', [l.get(x, NCHW), groupedKernel(l, kernel)], attributes), order: NCHW };
}

export function depthwiseInputGrad(l: Lowerer, value: ValueOf<'depthwiseInputGrad'>): Placed {
  const [dy, kernel] = value.inputs as readonly [Value, Value];
  const attributes = {
    ...transposedWindow(dy, value.shape, kernel, value.attrs),
    group: { i: at(kernel.shape, 2) },
  };
  return { name: l.onnx.node('ConvTranspose', [l.get(dy, NCHW), groupedKernel(l, kernel)], attributes), order: NCHW };
}

export function depthwiseFilterGrad(l: Lowerer, value: ValueOf<'depthwiseFilterGrad'>): Placed {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, multiplier = 1] = value.shape;
  const [batch = 1, height = 1, width = 1] = dy.shape;
  const image = bordered(l, x, value.attrs);
  const gradient = l.reshape(l.get(dy, NCHW), [batch, channels, multiplier, height, width]);
  const taps = range(rows * columns).map((tap) => {
    const view = tapView(l, image, dy, value.attrs, Math.floor(tap / columns), tap % columns);
    const product = l.onnx.node('Mul', [l.reshape(view, [batch, channels, 1, height, width]), gradient]);
    return l.onnx.node('ReduceSum', [product, l.onnx.int64([0, 3, 4])], { keepdims: { i: 1 } });
  });
  const stacked = l.onnx.node('Concat', taps, { axis: { i: 0 } });
  return { name: l.reshape(stacked, [rows, columns, channels, multiplier]), order: [0, 1, 2, 3] };
}
