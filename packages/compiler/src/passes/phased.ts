import { after } from '../ir/after.ts';
import { matmul } from '../ir/matmul.ts';
import { pad, reshape, slice } from '../ir/shape.ts';
import type { Value } from '../ir/types.ts';
import { at, range } from '../util.ts';
import type { Matrices, Matrix } from './linear.ts';
import {
  axisOf,
  type Border,
  fromPhasedProducts,
  fromProducts,
  gradientTiles,
  imageTiles,
  type Pair,
  type Target,
} from './tiles.ts';
import { MAX_PRODUCTS, type ToomCook, toomCook } from './toom-cook.ts';
import { COST, type Geometry, kernelProducts, MIN_CHANNELS } from './winograd.ts';

/**
 * A convolution of stride 2 with 3 or 4 taps an axis as Winograd products: over the four phases of the image it is one
 * of stride 1 with 2 taps and four times the channels.
 */
export interface PhasedPlan {
  /** Windows of the image. */
  image: Pair;
  /** [product, phase][tap]: the kernel's taps to products, by phase. */
  kernel: Matrix;
  /** Windows of dy, for the gradient of all four phases: there the taps come in reverse. */
  gradient: Pair;
  turned: Matrix;
}

const PHASES = 2;
const TAPS = 2;
/** ONNX Runtime's ConvTranspose against a convolution of the same arithmetic: it adds its columns up on one thread. */
const TRANSPOSED_CONV = 1.7;

/** [product row, product column, phase row, phase column][tap row, tap column]. */
function phasedMatrix(cook: ToomCook, [rows, columns]: readonly [number, number], turned: boolean): Matrix {
  const n = cook.kernel.length;
  const weight = (product: number, phase: number, tap: number) => {
    if (tap % PHASES !== phase) return 0;
    const step = Math.floor(tap / PHASES);
    return at(at(cook.kernel, product), turned ? TAPS - 1 - step : step);
  };
  return range(n * n * PHASES * PHASES).map((row) => {
    const [products, phases] = [Math.floor(row / 4), row % 4];
    return range(rows * columns).map((tap) => {
      const down = weight(Math.floor(products / n), Math.floor(phases / 2), Math.floor(tap / columns));
      return down * weight(products % n, phases % 2, tap % columns);
    });
  });
}

/** Outputs per tile with the least work, if less than `direct` multiplications. */
function bestTile(direct: number, work: (m: number, products: number) => number): number | undefined {
  let best: number | undefined;
  let least = direct;
  for (let m = 2; m + TAPS - 1 <= Math.min(5, MAX_PRODUCTS); m++) {
    const total = work(m, (m + TAPS - 1) ** 2);
    if (total < least) {
      least = total;
      best = m;
    }
  }
  return best;
}

/**
 * How to do this convolution by phases, or undefined when it does not apply or does not pay; for the gradient with
 * respect to its image when `isInputGrad`.
 */
export function phasedPlan(matrices: Matrices, geometry: Geometry, isInputGrad: boolean): PhasedPlan | undefined {
  const { image, output, kernel, window } = geometry;
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = kernel;
  const [batch = 1, high = 1, wide = 1] = output;
  const { strides, dilations, pads } = window;
  const applies = strides.every((s) => s === PHASES) && dilations.every((d) => d === 1) && rows === columns;
  if (!applies || rows < 3 || rows > 4 || Math.min(channels, outputs) < MIN_CHANNELS) return undefined;
  const direct = rows * columns * channels * outputs * batch * high * wide;
  const extra = isInputGrad ? 1 : 0;
  const m = bestTile(isInputGrad ? TRANSPOSED_CONV * direct : direct, (size, products) => {
    const tiles = batch * Math.ceil((high + extra) / size) * Math.ceil((wide + extra) / size);
    const transforms = isInputGrad
      ? tiles * (COST.image * outputs + 2 * COST.output * 4 * channels)
      : tiles * (COST.image * 4 * channels + COST.output * outputs);
    return products * (tiles * 4 * channels * outputs + transforms + 4 * COST.kernel * channels * outputs);
  });
  if (m === undefined) return undefined;
  const cook = toomCook(m, TAPS);
  const axis = (side: 0 | 1) => ({
    image: axisOf(matrices, cook, {
      inputs: at(image, side + 1),
      outputs: at(output, side + 1),
      padding: at(pads, side),
      phases: PHASES,
    }),
    gradient: axisOf(matrices, cook, { inputs: at(output, side + 1), outputs: at(output, side + 1) + 1, padding: 1 }),
  });
  const [height, width] = [axis(0), axis(1)];
  return {
    image: { height: height.image, width: width.image },
    gradient: { height: height.gradient, width: width.gradient },
    kernel: matrices.unique(phasedMatrix(cook, [rows, columns], false)),
    turned: matrices.unique(phasedMatrix(cook, [rows, columns], true)),
  };
}

/** [product, phase and channel, out]. */
function phasedKernel(t: Target, kernel: Value, matrix: Matrix): Value {
  const [, , channels = 1, outputs = 1] = kernel.shape;
  const products = kernelProducts(t, kernel, matrix);
  return reshape(t.g, products, [matrix.length / 4, 4 * channels, outputs]);
}

/** The convolution of `border x` with the kernel, once `first` is computed. */
export function phasedConv(
  t: Target,
  x: Value,
  kernel: Value,
  plan: PhasedPlan,
  border: Border,
  first: readonly Value[],
): Value {
  const tiles = imageTiles(t, x, plan.image, border, false);
  const products = matmul(t.g, tiles, after(t.g, phasedKernel(t, kernel, plan.kernel), first));
  return fromProducts(t, products, plan.image, at(x.shape, 0));
}

/** The gradient with respect to an image of `shape` that had `top` and `left` zeros in front, once `first` is computed. */
export function phasedInputGrad(
  t: Target,
  dy: Value,
  kernel: Value,
  plan: PhasedPlan,
  { shape, pads, first }: { shape: readonly number[]; pads: readonly number[]; first: readonly Value[] },
): Value {
  const { height, width } = plan.gradient;
  const border = {
    height: t.matrices.identity(at(dy.shape, 1)),
    width: t.matrices.identity(at(dy.shape, 2)),
  };
  const tiles = imageTiles(t, dy, { height, width }, border, false);
  const products = matmul(t.g, tiles, after(t.g, phasedKernel(t, kernel, plan.turned), first), { transposeB: true });
  const image = fromPhasedProducts(t, products, plan.gradient, at(dy.shape, 0));
  const [, high = 1, wide = 1] = image.shape;
  const [top = 0, left = 0] = pads;
  const [batch = 1, rows = 1, columns = 1, channels = 1] = shape;
  // Rows that no window reached have no gradient.
  const missing = [0, Math.max(0, top + rows - high), Math.max(0, left + columns - wide), 0];
  const full = pad(t.g, image, [0, 0, 0, 0], missing);
  return slice(t.g, full, [0, top, left, 0], [batch, rows, columns, channels]);
}

/** The gradient with respect to the kernel of `shape`. */
export function phasedFilterGrad(
  t: Target,
  x: Value,
  dy: Value,
  plan: PhasedPlan,
  border: Border,
  { shape, again }: { shape: readonly number[]; again: boolean },
): Value {
  const tiles = imageTiles(t, x, plan.image, border, again);
  const products = matmul(t.g, tiles, gradientTiles(t, dy, plan.image), { transposeA: true });
  const [, , channels = 1, outputs = 1] = shape;
  const split = reshape(t.g, products, [plan.kernel.length, channels, outputs]);
  const taps = t.matrices.constant(t.matrices.adjoint(plan.kernel));
  return t.g.value('kernelTaps', [taps, split], {}, shape, 'float32');
}
