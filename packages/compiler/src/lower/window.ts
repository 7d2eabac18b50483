import type { Value, Window } from '../ir/types.ts';
import type { Attribute } from '../onnx/builder.ts';
import { NCHW } from '../orders.ts';
import { at } from '../util.ts';
import type { Lowerer } from './lowerer.ts';
import { padded, sliced } from './shape.ts';

export const windowAttributes = ({ strides, dilations, pads }: Window): Record<string, Attribute> => ({
  strides: { ints: strides },
  dilations: { ints: dilations },
  pads: { ints: pads },
});

export const kernelShape = (kernel: Value): Attribute => ({ ints: kernel.shape.slice(0, 2) });

/** Extent of a kernel with its dilation, on axis 0 (height) or 1 (width). */
export const extent = (kernel: Value, window: Window, axis: 0 | 1): number =>
  (at(kernel.shape, axis) - 1) * at(window.dilations, axis) + 1;

/** Rows (axis 0) or columns (axis 1) at the end of the image that no window reached: negative where padding was cut. */
function unreached(dy: Value, image: readonly number[], kernel: Value, window: Window, axis: 0 | 1): number {
  const padding = at(window.pads, axis) + at(window.pads, axis + 2);
  const covered = (at(dy.shape, axis + 1) - 1) * at(window.strides, axis) + extent(kernel, window, axis) - padding;
  return at(image, axis + 1) - covered;
}

/** Attributes of the ConvTranspose that spreads dy back over the image. */
export function transposedWindow(dy: Value, image: readonly number[], kernel: Value, window: Window) {
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

/** The image in NCHW with its zero border written out; dims are [batch, channel, height, width]. */
export function bordered(l: Lowerer, x: Value, { pads }: Window): { name: string; dims: number[] } {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [top, left, bottom, right] = pads;
  const name = padded(l, l.get(x, NCHW), [0, 0, top, left], [0, 0, bottom, right]);
  return { name, dims: [batch, channels, height + top + bottom, width + left + right] };
}

/** What one kernel tap at (row, column) sees of the bordered image, for every output pixel. */
export function tapView(
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
