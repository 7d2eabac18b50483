import { after } from '../ir/after.ts';
import { matmul } from '../ir/matmul.ts';
import type { Value, Window } from '../ir/types.ts';
import { at } from '../util.ts';
import { kronecker, type Matrices, type Matrix } from './linear.ts';
import {
  adjointOf,
  axisOf,
  type Border,
  fromProducts,
  gradientTiles,
  imageTiles,
  mixedProducts,
  type Pair,
  type Target,
} from './tiles.ts';
import { MAX_PRODUCTS, toomCook } from './toom-cook.ts';

/** A stride-1 convolution as Winograd products. */
export interface Plan extends Pair {
  /** Takes the kernel's taps (row, column) to the products (row product, column product). */
  kernel: Matrix;
  /** Adjoint of the data transforms. */
  back: Border;
}

/** Fewer channels than this make the transforms dearer than what they save. */
export const MIN_CHANNELS = 16;
/**
 * What transforming one element costs, in multiplications of a large product (one thread: 45 in a nanosecond), as the
 * mean over a convolution and its two gradients. Measured; see the README.
 */
export const COST = { image: 33, output: 20, kernel: 10 };

/** Shapes of a convolution: image and output [batch, height, width, channel], kernel [height, width, in, out]. */
export interface Geometry {
  image: readonly number[];
  output: readonly number[];
  kernel: readonly number[];
  window: Window;
}

/** Outputs per tile that make the work least; undefined when the direct convolution is less. */
function bestTile({ output, kernel }: Geometry): number | undefined {
  const [batch = 1, height = 1, width = 1] = output;
  const [taps = 1, , channels = 1, outputs = 1] = kernel;
  let best: number | undefined;
  let least = taps * taps * channels * outputs * batch * height * width;
  for (let m = 2; m + taps - 1 <= MAX_PRODUCTS; m++) {
    const products = (m + taps - 1) ** 2;
    const tiles = batch * Math.ceil(height / m) * Math.ceil(width / m);
    const transforms = tiles * (COST.image * channels + COST.output * outputs) + COST.kernel * channels * outputs;
    const work = products * (tiles * channels * outputs + transforms);
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
  const cook = toomCook(m, rows);
  const [, high = 1, wide = 1] = image;
  const height = axisOf(matrices, cook, { inputs: high, outputs: at(output, 1), padding: top });
  const width = axisOf(matrices, cook, { inputs: wide, outputs: at(output, 2), padding: left });
  const kernelMatrix = matrices.unique(kronecker(cook.kernel, cook.kernel));
  const back = { height: adjointOf(matrices, height, high), width: adjointOf(matrices, width, wide) };
  return { height, width, kernel: kernelMatrix, back };
}

/** The kernel's taps to products by a matrix: [product, in, out]. */
export function kernelProducts({ g, matrices }: Target, kernel: Value, matrix: Matrix): Value {
  const shape = [matrix.length, at(kernel.shape, 2), at(kernel.shape, 3)];
  return g.value('kernelProducts', [matrices.constant(matrix), kernel], {}, shape, 'float32');
}

/** The convolution of `border x` with the kernel, once `first` is computed. */
export function winogradConv(
  t: Target,
  x: Value,
  kernel: Value,
  plan: Plan,
  border: Border,
  first: readonly Value[],
): Value {
  const tiles = imageTiles(t, x, plan, border, false);
  const products = matmul(t.g, tiles, after(t.g, kernelProducts(t, kernel, plan.kernel), first));
  return fromProducts(t, products, plan, at(x.shape, 0));
}

/** `then` applied to the gradient with respect to the image, once `first` is computed. */
export function winogradInputGrad(
  t: Target,
  dy: Value,
  kernel: Value,
  plan: Plan,
  then: Border,
  first: readonly Value[],
): Value {
  const tiles = gradientTiles(t, dy, plan);
  const transformed = after(t.g, kernelProducts(t, kernel, plan.kernel), first);
  const products = matmul(t.g, tiles, transformed, { transposeB: true });
  const height = t.matrices.product(then.height, plan.back.height);
  const width = t.matrices.product(then.width, plan.back.width);
  return mixedProducts(t, products, plan, at(dy.shape, 0), { height, width });
}

/**
 * The gradient with respect to the kernel of `shape`; `flipped` when it is to be stored
 * [out, in, height, width], `again` to transform the image anew.
 */
export function winogradFilterGrad(
  t: Target,
  x: Value,
  dy: Value,
  plan: Plan,
  border: Border,
  { shape, flipped, again }: { shape: readonly number[]; flipped: boolean; again: boolean },
): Value {
  const tiles = imageTiles(t, x, plan, border, again);
  const products = matmul(t.g, tiles, gradientTiles(t, dy, plan), { transposeA: true, flipped });
  const taps = t.matrices.constant(t.matrices.adjoint(plan.kernel));
  return t.g.value('kernelTaps', [taps, products], {}, shape, 'float32');
}

/** Bytes of the transformed image that a convolution and its filter gradient share. */
export const sharedBytes = ({ height, width }: Pair, { image }: Geometry): number =>
  4 * height.n * width.n * at(image, 0) * height.tiles * width.tiles * height.phases * width.phases * at(image, 3);
