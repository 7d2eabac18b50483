import type { Value, ValueOf, Window } from '../ir/types.ts';
import { MICROSOFT } from '../onnx/builder.ts';
import { NCHW, OIHW } from '../orders.ts';
import { at, range } from '../util.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import { padded, sliced } from './shape.ts';
import { bordered, tapView } from './window.ts';

type FilterGrad = ValueOf<'convFilterGrad'>;

/** Up to this many channels on one side, the gradient is a convolution over that side with one channel at a time. */
const FEW_CHANNELS = 4;

/** [channel, batch, height, width]: channels become the batch of another convolution. */
const CHANNELS_AS_BATCH = [3, 0, 1, 2];

const isPlain = ({ strides, dilations }: Window) => [...strides, ...dilations].every((x) => x === 1);

/** Few image channels: slide all of dy over each of them. */
function slideGradient(l: Lowerer, value: FilterGrad): Placed {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const { pads, strides, dilations } = value.attrs;
  const reach = [0, 1].map((axis) => {
    const covered = (at(dy.shape, axis + 1) - 1) * at(strides, axis) + 1;
    const bordered = at(x.shape, axis + 1) + at(pads, axis) + at(pads, axis + 2);
    return Math.floor((bordered - covered) / at(dilations, axis)) + 1;
  });
  const kernels = l.get(dy, [3, 0, 1, 2]);
  const slid = l.onnx.node('Conv', [l.get(x, CHANNELS_AS_BATCH), kernels], {
    pads: { ints: pads },
    strides: { ints: dilations },
    dilations: { ints: strides },
    kernel_shape: { ints: dy.shape.slice(1, 3) },
  });
  const dims = [channels, outputs, ...reach];
  const name = sliced(l, slid, dims, [0, 0, 0, 0], [channels, outputs, rows, columns], [1, 1, 1, 1]);
  return { name, order: [2, 3, 0, 1] };
}

/** Few outputs and stride 1: slide the image over each of them; the taps come out in reverse. */
function slideImage(l: Lowerer, value: FilterGrad): Placed {
  const [x, dy] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const [top, left, bottom, right] = value.attrs.pads;
  const slid = l.onnx.node('Conv', [l.get(dy, CHANNELS_AS_BATCH), l.get(x, [3, 0, 1, 2])], {
    pads: { ints: [rows - 1 - top, columns - 1 - left, rows - 1 - bottom, columns - 1 - right] },
    kernel_shape: { ints: x.shape.slice(1, 3) },
  });
  const dims = [outputs, channels, rows, columns];
  return { name: sliced(l, slid, dims, [0, 0, rows - 1, columns - 1], dims, [1, 1, -1, -1]), order: OIHW };
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
  const pixels = height * width;
  const gradient = l.reshape(l.get(dy, NCHW), batch === 1 ? [outputs, pixels] : [batch, outputs, pixels]);
  const products = tapViews(l, value).map((view) => {
    if (batch === 1) return l.onnx.node('Gemm', [gradient, l.reshape(view, [channels, pixels])], { transB: { i: 1 } });
    const each = batchProduct(l, gradient, view);
    return l.onnx.node('ReduceSum', [each, l.onnx.int64([0])], { keepdims: { i: 0 } });
  });
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
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const [top, left, bottom, right] = value.attrs.pads;
  const inside = Math.max(top, bottom) < rows && Math.max(left, right) < columns;
  if (l.levers.slidingFilterGrad && channels <= FEW_CHANNELS) return slideGradient(l, value);
  if (l.levers.slidingFilterGrad && outputs <= FEW_CHANNELS && isPlain(value.attrs) && inside) {
    return slideImage(l, value);
  }
  return tapByTap(l, value);
}
