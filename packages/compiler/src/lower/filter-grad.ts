import type { Value, ValueOf } from '../ir/types.ts';
import { MICROSOFT } from '../onnx/builder.ts';
import { NCHW, OIHW } from '../orders.ts';
import { at, range } from '../util.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import { padded, sliced } from './shape.ts';
import { bordered, tapView } from './window.ts';

type FilterGrad = ValueOf<'convFilterGrad'>;

/** Up to this many channels on one side, the taps of a kernel row are gathered as channels. */
const FEW_CHANNELS = 4;

/** The product of dy and the views, summed over pixels: [left, right] from [batch, left, pixel] and [batch, right, pixel]. */
function overPixels(l: Lowerer, left: string, right: string, [batch, many, few, pixels]: number[]): string {
  if (batch === 1) {
    const flat = (name: string, rows = 1) => l.reshape(name, [rows, pixels ?? 1]);
    return l.onnx.node('Gemm', [flat(left, many), flat(right, few)], { transB: { i: 1 } });
  }
  const stack = (name: string, rows = 1) => l.reshape(name, [batch ?? 1, rows, pixels ?? 1]);
  const each = batchProduct(l, stack(left, many), stack(right, few));
  return l.onnx.node('ReduceSum', [each, l.onnx.int64([0])], { keepdims: { i: 0 } });
}

/** Few image channels: what the taps of one kernel row see, as channels [column, in], then a product for each row. */
function byImageRows(l: Lowerer, value: FilterGrad): Placed {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const [batch = 1, height = 1, width = 1] = dy.shape;
  const [down, across] = value.attrs.strides;
  const image = bordered(l, x, value.attrs);
  const high = at(image.dims, 2);
  const seen = range(columns).map((column) =>
    sliced(l, image.name, image.dims, [0, 0, 0, column], [batch, channels, high, width], [1, 1, 1, across]),
  );
  const deep = columns * channels;
  const rowViews = l.onnx.node('Concat', seen, { axis: { i: 1 } });
  const gradient = l.get(dy, NCHW);
  const products = range(rows).map((row) => {
    const dims = [batch, deep, high, width];
    const view = sliced(l, rowViews, dims, [0, 0, row, 0], [batch, deep, height, width], [1, 1, down, 1]);
    return overPixels(l, gradient, view, [batch, outputs, deep, height * width]);
  });
  const stacked = l.onnx.node('Concat', products, { axis: { i: 0 } });
  return { name: l.reshape(stacked, [rows, outputs, columns, channels]), order: [0, 3, 1, 2] };
}

/** Few outputs and stride 1: dy shifted to meet each tap of a kernel row, as channels [column, out]. */
function byGradientRows(l: Lowerer, value: FilterGrad): Placed {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const [batch = 1, height = 1, width = 1] = dy.shape;
  const image = bordered(l, x, value.attrs);
  const [, , high = 1, wide = 1] = image.dims;
  const room = columns - 1;
  const roomy = padded(l, l.get(dy, NCHW), [0, 0, 0, room], [0, 0, 0, room]);
  const dims = [batch, outputs, height, width + 2 * room];
  const shifted = range(columns).map((column) =>
    sliced(l, roomy, dims, [0, 0, 0, room - column], [batch, outputs, height, wide], [1, 1, 1, 1]),
  );
  const gradients = l.onnx.node('Concat', shifted, { axis: { i: 1 } });
  const products = range(rows).map((row) => {
    const from = [batch, channels, high, wide];
    const view = sliced(l, image.name, from, [0, 0, row, 0], [batch, channels, height, wide], [1, 1, 1, 1]);
    return overPixels(l, gradients, view, [batch, columns * outputs, channels, height * wide]);
  });
  const stacked = l.onnx.node('Concat', products, { axis: { i: 0 } });
  return { name: l.reshape(stacked, [rows, columns, outputs, channels]), order: [0, 1, 3, 2] };
}

/** Views of the image [batch, channel, pixel], one for each tap in row-major order. */
function tapViews(l: Lowerer, value: FilterGrad): string[] {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1] = value.shape;
  const [batch = 1, height = 1, width = 1] = dy.shape;
  const flat = (name: string) => l.reshape(name, [batch, channels, height * width]);
  const taps = range(rows * columns).map((tap) => [Math.floor(tap / columns), tap % columns] as const);
  const { pads, strides, dilations } = value.attrs;
  if (!l.levers.phases || !strides.every((s) => s === 2) || !dilations.every((d) => d === 1)) {
    const image = bordered(l, x, value.attrs);
    return taps.map(([row, column]) => flat(tapView(l, image, dy, value.attrs, row, column)));
  }
  // With stride 2 a tap sees every other pixel: all pixels of one phase lie together after SpaceToDepth.
  const [top, left, bottom, right] = pads;
  const [, imageHeight = 1, imageWidth = 1] = x.shape;
  const even = (size: number) => size + (size % 2);
  const high = even(imageHeight + top + bottom);
  const wide = even(imageWidth + left + right);
  const image = padded(
    l,
    l.get(x, NCHW),
    [0, 0, top, left],
    [0, 0, high - imageHeight - top, wide - imageWidth - left],
  );
  const phases = l.onnx.node('SpaceToDepth', [image], { blocksize: { i: 2 } });
  const dims = [batch, 4 * channels, high / 2, wide / 2];
  return taps.map(([row, column]) => {
    const phase = (row % 2) * 2 + (column % 2);
    const begin = [0, phase * channels, Math.floor(row / 2), Math.floor(column / 2)];
    return flat(sliced(l, phases, dims, begin, [batch, channels, height, width], [1, 1, 1, 1]));
  });
}

/** A product with the gradient for every tap: no matrix of all taps is ever made. */
function tapByTap(l: Lowerer, value: FilterGrad): Placed {
  const dy = at(value.inputs, 1);
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const [batch = 1, height = 1, width = 1] = dy.shape;
  const gradient = l.get(dy, NCHW);
  const products = tapViews(l, value).map((view) =>
    overPixels(l, gradient, view, [batch, outputs, channels, height * width]),
  );
  const stacked = l.onnx.node('Concat', products, { axis: { i: 0 } });
  if (l.wanted(value)?.join() === OIHW.join()) {
    // As a plain matrix this Transpose is seven times faster than as one of four axes.
    const flat = l.reshape(stacked, [rows * columns, outputs * channels]);
    const turned = l.onnx.node('Transpose', [flat], { perm: { ints: [1, 0] } });
    return { name: l.reshape(turned, [outputs, channels, rows, columns]), order: OIHW };
  }
  return { name: l.reshape(stacked, [rows, columns, outputs, channels]), order: [0, 1, 3, 2] };
}

function batchProduct(l: Lowerer, gradient: string, view: string): string {
  if (l.levers.fusedMatMul) return l.onnx.node('FusedMatMul', [gradient, view], { transB: { i: 1 } }, MICROSOFT);
  return l.onnx.node('MatMul', [gradient, l.onnx.node('Transpose', [view], { perm: { ints: [0, 2, 1] } })]);
}

export function convFilterGrad(l: Lowerer, value: FilterGrad): Placed {
  const [, , channels = 1, outputs = 1] = value.shape;
  const { strides, dilations } = value.attrs;
  if (l.levers.rowFilterGrad && dilations.every((d) => d === 1)) {
    if (channels <= FEW_CHANNELS) return byImageRows(l, value);
    if (outputs <= FEW_CHANNELS && strides.every((s) => s === 1)) return byGradientRows(l, value);
  }
  return tapByTap(l, value);
}
