import type { Shape, Window } from '../ir/types.ts';
import { NCHW, type Order } from '../orders.ts';
import { range } from '../util.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import { sliced } from './shape.ts';

/** Rows times outputs of a kernel up to which its rows become outputs of their own. */
const MAX_ROW_OUTPUTS = 32;
const MIN_ROWS = 5;
const MIN_CHANNELS = 16;

/**
 * A product of matrices with very few rows is slow: a 7x7 convolution to 3 channels runs at a quarter of the speed of
 * one to 32. True where it pays to compute every row of the kernel as an output of its own.
 */
export function hasFewOutputs(l: Lowerer, { strides, dilations }: Window, kernel: Shape): boolean {
  const [rows = 1, , channels = 1, outputs = 1] = kernel;
  const isPlain = [...strides, ...dilations].every((x) => x === 1);
  const pays = rows >= MIN_ROWS && rows * outputs <= MAX_ROW_OUTPUTS && channels >= MIN_CHANNELS;
  return l.levers.rowOutputs && !l.dynamic && isPlain && pays;
}

/**
 * Convolution of a [batch, in, height, width] tensor: each kernel row as a 1 x width kernel with its own outputs,
 * then output row y is the sum over kernel rows r of what row r made of image row y + r.
 * `stored` names the kernel, of logical shape `kernel`, in a given order.
 */
export function convOfFewOutputs(
  l: Lowerer,
  x: string,
  window: Window,
  kernel: Shape,
  output: Shape,
  stored: (order: Order) => string,
): Placed {
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = kernel;
  const [batch = 1, height = 1, width = 1] = output;
  const rowKernels = l.reshape(stored([0, 3, 2, 1]), [rows * outputs, channels, 1, columns]);
  const pads = { ints: window.pads };
  const made = l.onnx.node('Conv', [x, rowKernels], { pads, kernel_shape: { ints: [1, columns] } });
  const dims = [batch, rows * outputs, height + rows - 1, width];
  const size = [batch, outputs, height, width];
  const parts = range(rows).map((row) => sliced(l, made, dims, [0, row * outputs, row, 0], size, [1, 1, 1, 1]));
  return { name: l.onnx.node('Sum', parts), order: NCHW };
}
