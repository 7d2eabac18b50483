import type { Graph } from '../ir/graph.ts';
import { contract, matmul } from '../ir/matmul.ts';
import { reshape, transpose } from '../ir/shape.ts';
import type { Value, Window } from '../ir/types.ts';
import { at, range } from '../util.ts';
import { kronecker, type Matrices, type Matrix, zeros } from './linear.ts';
import { MAX_PRODUCTS, toomCook } from './toom-cook.ts';

/** One axis of a convolution done by F(m, r): `tiles` tiles of m outputs from n products each. */
interface Axis {
  n: number;
  tiles: number;
  /** [n * tiles][inputs]: cuts the bordered axis into overlapping tiles and transforms each; rows (product, tile). */
  data: Matrix;
  /** [outputs][n * tiles] */
  inverse: Matrix;
}

/** A stride-1 convolution as Winograd products. */
export interface Plan {
  height: Axis;
  width: Axis;
  /** Takes the kernel's taps (row, column) to the products (row product, column product). */
  kernel: Matrix;
}

function axisPlan(matrices: Matrices, m: number, taps: number, inputs: number, outputs: number, padding: number): Axis {
  const cook = toomCook(m, taps);
  const n = m + taps - 1;
  const tiles = Math.ceil(outputs / m);
  const data = zeros(n * tiles, inputs);
  const inverse = zeros(outputs, n * tiles);
  for (const tile of range(tiles)) {
    for (const product of range(n)) {
      const row = product * tiles + tile;
      for (const i of range(n)) {
        const input = tile * m + i - padding;
        if (input >= 0 && input < inputs) at(data, row)[input] = at(at(cook.data, product), i);
      }
      for (const i of range(m)) {
        const output = tile * m + i;
        if (output < outputs) at(inverse, output)[row] = at(at(cook.inverse, i), product);
      }
    }
  }
  return { n, tiles, data: matrices.unique(data), inverse: matrices.unique(inverse) };
}

/** Fewer channels than this make the transforms dearer than what they save. */
const MIN_CHANNELS = 16;
/** Multiplications that a transform's arithmetic counts for, against those of the large products. */
const TRANSFORM_WEIGHT = 1.5;

/** Shapes of a convolution: image and output [batch, height, width, channel], kernel [height, width, in, out]. */
export interface Geometry {
  image: readonly number[];
  output: readonly number[];
  kernel: readonly number[];
  window: Window;
}

/** Outputs per tile that make the work least; undefined when the direct convolution is less. */
function bestTile({ image, output, kernel }: Geometry): number | undefined {
  const [, rows = 1, columns = 1, channels = 1] = image;
  const [, height = 1, width = 1, outputs = 1] = output;
  const taps = at(kernel, 0);
  let best: number | undefined;
  let least = taps * taps * channels * outputs * height * width;
  for (let m = 2; m + taps - 1 <= MAX_PRODUCTS; m++) {
    const n = m + taps - 1;
    const [high, wide] = [n * Math.ceil(height / m), n * Math.ceil(width / m)];
    const products = high * wide * channels * outputs;
    const forward = high * columns * (rows + wide) * channels;
    const backward = wide * height * (width + high) * outputs;
    const work = products + TRANSFORM_WEIGHT * (forward + backward);
    if (work < least) {
      least = work;
      best = m;
    }
  }
  return best;
}

/** How to do this convolution by Winograd's method, or undefined when it does not apply or does not pay. */
export function winogradPlan(matrices: Matrices, geometry: Geometry): Plan | undefined {
  const { image, output, kernel, window } = geometry;
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = kernel;
  const isPlain = [...window.strides, ...window.dilations].every((x) => x === 1);
  if (!isPlain || rows !== columns || rows < 2 || Math.min(channels, outputs) < MIN_CHANNELS) return undefined;
  const m = bestTile(geometry);
  if (m === undefined) return undefined;
  const [top, left] = window.pads;
  const height = axisPlan(matrices, m, rows, at(image, 1), at(output, 1), top);
  const width = axisPlan(matrices, m, columns, at(image, 2), at(output, 2), left);
  const { kernel: taps } = toomCook(m, rows);
  return { height, width, kernel: matrices.unique(kronecker(taps, taps)) };
}

/** What the rewriting writes to. */
export interface Target {
  g: Graph;
  matrices: Matrices;
}

/** [batch, height, width, channel] to [products, tiles, channel] by a matrix along each of height and width. */
function toTiles({ g, matrices }: Target, x: Value, plan: Plan, height: Matrix, width: Matrix): Value {
  const [batch = 1, , , channels = 1] = x.shape;
  const { height: h, width: w } = plan;
  const rows = contract(g, matrices.constant(height), x, 1);
  const mapped = contract(g, matrices.constant(width), rows, 2);
  const split = reshape(g, mapped, [batch, h.n, h.tiles, w.n, w.tiles, channels]);
  const sorted = transpose(g, split, [1, 3, 0, 2, 4, 5]);
  return reshape(g, sorted, [h.n * w.n, batch * h.tiles * w.tiles, channels]);
}

/** The way back: the adjoint of `toTiles` for transposed matrices. */
function fromTiles(
  { g, matrices }: Target,
  tiles: Value,
  plan: Plan,
  batch: number,
  height: Matrix,
  width: Matrix,
): Value {
  const { height: h, width: w } = plan;
  const channels = at(tiles.shape, 2);
  const split = reshape(g, tiles, [h.n, w.n, batch, h.tiles, w.tiles, channels]);
  const sorted = transpose(g, split, [2, 0, 3, 1, 4, 5]);
  const image = reshape(g, sorted, [batch, h.n * h.tiles, w.n * w.tiles, channels]);
  return contract(g, matrices.constant(height), contract(g, matrices.constant(width), image, 2), 1);
}

function kernelProducts({ g, matrices }: Target, kernel: Value, plan: Plan): Value {
  const shape = [plan.kernel.length, at(kernel.shape, 2), at(kernel.shape, 3)];
  return g.value('kernelProducts', [matrices.constant(plan.kernel), kernel], {}, shape, 'float32');
}

/** Maps along height and width of what lies between the image and the convolution, [to][from]. */
export interface Border {
  height: Matrix;
  width: Matrix;
}

function imageTiles(t: Target, x: Value, plan: Plan, border: Border): Value {
  const height = t.matrices.product(plan.height.data, border.height);
  return toTiles(t, x, plan, height, t.matrices.product(plan.width.data, border.width));
}

const gradientTiles = (t: Target, dy: Value, plan: Plan): Value =>
  toTiles(t, dy, plan, t.matrices.adjoint(plan.height.inverse), t.matrices.adjoint(plan.width.inverse));

/** The convolution of `border x` with the kernel. */
export function winogradConv(t: Target, x: Value, kernel: Value, plan: Plan, border: Border): Value {
  const products = matmul(t.g, imageTiles(t, x, plan, border), kernelProducts(t, kernel, plan));
  return fromTiles(t, products, plan, at(x.shape, 0), plan.height.inverse, plan.width.inverse);
}

/** `after` applied to the gradient with respect to the image: the adjoint of the data transform. */
export function winogradInputGrad(t: Target, dy: Value, kernel: Value, plan: Plan, after: Border): Value {
  const tiles = gradientTiles(t, dy, plan);
  const products = matmul(t.g, tiles, kernelProducts(t, kernel, plan), { transposeB: true });
  const { matrices } = t;
  const height = matrices.product(after.height, matrices.adjoint(plan.height.data));
  const width = matrices.product(after.width, matrices.adjoint(plan.width.data));
  return fromTiles(t, products, plan, at(dy.shape, 0), height, width);
}

/** The gradient with respect to the kernel of `shape`; `flipped` when it is to be stored [out, in, height, width]. */
export function winogradFilterGrad(
  t: Target,
  x: Value,
  dy: Value,
  plan: Plan,
  border: Border,
  { shape, flipped }: { shape: readonly number[]; flipped: boolean },
): Value {
  const products = matmul(t.g, imageTiles(t, x, plan, border), gradientTiles(t, dy, plan), {
    transposeA: true,
    flipped,
  });
  const taps = t.matrices.constant(t.matrices.adjoint(plan.kernel));
  return t.g.value('kernelTaps', [taps, products], {}, shape, 'float32');
}
