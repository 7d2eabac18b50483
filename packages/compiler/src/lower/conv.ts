import type { Value, ValueOf, Window } from '../ir/types.ts';
import type { Attribute } from '../onnx/builder.ts';
import { NCHW, OIHW } from '../orders.ts';
import { at, range } from '../util.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import { padded, sliced } from './shape.ts';

/** Depthwise kernels [height, width, in, multiplier] as ONNX wants grouped ones: [in * multiplier, 1, height, width]. */
const DEPTHWISE_ORDER = [2, 3, 0, 1];

const windowAttributes = ({ strides, dilations, pads }: Window): Record<string, Attribute> => ({
  strides: { ints: strides },
  dilations: { ints: dilations },
  pads: { ints: pads },
});

const kernelShape = (kernel: Value): Attribute => ({ ints: kernel.shape.slice(0, 2) });

export function conv(l: Lowerer, value: ValueOf<'conv'>): Placed {
  const [x, kernel] = value.inputs as readonly [Value, Value];
  const attributes = { ...windowAttributes(value.attrs), kernel_shape: kernelShape(kernel) };
  return { name: l.onnx.node('Conv', [l.get(x, NCHW), l.get(kernel, OIHW)], attributes), order: NCHW };
}

/** Extent of a kernel with its dilation, on axis 0 (height) or 1 (width). */
const extent = (kernel: Value, window: Window, axis: 0 | 1) =>
  (at(kernel.shape, axis) - 1) * at(window.dilations, axis) + 1;

/** Rows (axis 0) or columns (axis 1) at the end of the image that no window reached: negative where padding was cut. */
function unreached(dy: Value, image: readonly number[], kernel: Value, window: Window, axis: 0 | 1): number {
  const padding = at(window.pads, axis) + at(window.pads, axis + 2);
  const covered = (at(dy.shape, axis + 1) - 1) * at(window.strides, axis) + extent(kernel, window, axis) - padding;
  return at(image, axis + 1) - covered;
}

/** Attributes of the ConvTranspose that spreads dy back over the image. */
function transposedWindow(dy: Value, image: readonly number[], kernel: Value, window: Window) {
  const rest = ([0, 1] as const).map((axis) => unreached(dy, image, kernel, window, axis));
  const [top, left, bottom, right] = window.pads;
  const cut = (pad: number, axis: number) => pad + Math.max(0, -at(rest, axis));
  return {
    strides: { ints: window.strides },
    dilations: { ints: window.dilations },
    kernel_shape: kernelShape(kernel),
    pads: { ints: [top, left, cut(bottom, 0), cut(right, 1)] },
    output_padding: { ints: rest.map((rows) => Math.max(0, rows)) },
  };
}

/** The kernel turned by 180 degrees with in and out exchanged, stored [in, out, height, width]. */
function rotated(l: Lowerer, kernel: Value): string {
  const order = [2, 3, 0, 1];
  const dims = order.map((axis) => at(kernel.shape, axis));
  const last = dims.map((dim, axis) => (axis < 2 ? 0 : dim - 1));
  const step = dims.map((dim, axis) => (axis < 2 || dim === 1 ? 1 : -1));
  return sliced(l, l.get(kernel, order), dims, last, dims, step);
}

export function convInputGrad(l: Lowerer, value: ValueOf<'convInputGrad'>): Placed {
  const [dy, kernel] = value.inputs as readonly [Value, Value];
  const window = value.attrs;
  const [top, left, bottom, right] = window.pads;
  const high = extent(kernel, window, 0) - 1;
  const wide = extent(kernel, window, 1) - 1;
  const isPlain = window.strides.every((stride) => stride === 1) && [top, bottom].every((p) => p <= high);
  if (l.levers.rotatedKernel && isPlain && [left, right].every((p) => p <= wide)) {
    const attributes = {
      ...windowAttributes({ ...window, pads: [high - top, wide - left, high - bottom, wide - right] }),
      kernel_shape: kernelShape(kernel),
    };
    return { name: l.onnx.node('Conv', [l.get(dy, NCHW), rotated(l, kernel)], attributes), order: NCHW };
  }
  const attributes = transposedWindow(dy, value.shape, kernel, window);
  return { name: l.onnx.node('ConvTranspose', [l.get(dy, NCHW), l.get(kernel, OIHW)], attributes), order: NCHW };
}

/** The image in NCHW with its zero border written out; dims are [batch, channel, height, width]. */
function bordered(l: Lowerer, x: Value, { pads }: Window): { name: string; dims: number[] } {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [top, left, bottom, right] = pads;
  const name = padded(l, l.get(x, NCHW), [0, 0, top, left], [0, 0, bottom, right]);
  return { name, dims: [batch, channels, height + top + bottom, width + left + right] };
}

/** What one kernel tap at (row, column) sees of the bordered image, for every output pixel. */
function tapView(
  l: Lowerer,
  image: { name: string; dims: number[] },
  dy: Value,
  window: Window,
  row: number,
  column: number,
) {
  const [batch = 1, channels = 1] = image.dims;
  const [, height = 1, width = 1] = dy.shape;
  const begin = [0, 0, row * window.dilations[0], column * window.dilations[1]];
  return sliced(l, image.name, image.dims, begin, [batch, channels, height, width], [1, 1, ...window.strides]);
}

export function convFilterGrad(l: Lowerer, value: ValueOf<'convFilterGrad'>): Placed {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const [batch = 1, height = 1, width = 1] = dy.shape;
  const image = bordered(l, x, value.attrs);
  const pixels = height * width;
  const gradient = l.reshape(l.get(dy, NCHW), [batch, outputs, pixels]);
  const taps = range(rows * columns).map((tap) => {
    const view = tapView(l, image, dy, value.attrs, Math.floor(tap / columns), tap % columns);
    return l.reshape(view, [batch, channels, pixels]);
  });
  const stacked = l.onnx.node('Concat', taps, { axis: { i: 1 } });
  const flat = (name: string, many: number) => l.reshape(name, [many, pixels]);
  if (batch === 1) {
    const product = l.onnx.node('Gemm', [flat(gradient, outputs), flat(stacked, taps.length * channels)], {
      transB: { i: 1 },
    });
    return { name: l.reshape(product, [outputs, rows, columns, channels]), order: [3, 0, 1, 2] };
  }
  const turned = l.onnx.node('Transpose', [stacked], { perm: { ints: [0, 2, 1] } });
  const each = l.onnx.node('MatMul', [gradient, turned]);
  const product = l.onnx.node('ReduceSum', [each, l.onnx.int64([0])], { keepdims: { i: 0 } });
  return { name: l.reshape(product, [outputs, rows, columns, channels]), order: [3, 0, 1, 2] };
}

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
