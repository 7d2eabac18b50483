import type { Value } from '../ir/types.ts';
import { at, sizeOf } from '../util.ts';
import { reachable } from './rewrite.ts';

/** Multiplications and additions of one output element, or of one element of dy. */
const taps = (kernel: readonly number[]): number => 2 * sizeOf(kernel.slice(0, 3));

function flopsOf(value: Value): number {
  const [first, second] = value.inputs;
  if (!first || !second) return 0;
  switch (value.kind) {
    case 'matmul':
      return 2 * sizeOf(value.shape) * at(first.shape, value.attrs.transposeA ? -2 : -1);
    case 'contract':
    case 'kernelProducts':
    case 'kernelTaps':
      return 2 * sizeOf(value.shape) * at(first.shape, 1);
    case 'conv':
      return sizeOf(value.shape) * taps(second.shape);
    case 'convInputGrad':
      return sizeOf(first.shape) * taps(second.shape);
    case 'convFilterGrad':
      return sizeOf(second.shape) * taps(value.shape);
    default:
      return 0;
  }
}

/** Floating-point operations of all products and convolutions that the outputs need, a multiply and an add being two. */
export const arithmetic = (outputs: readonly Value[]): number =>
  reachable(outputs).reduce((sum, value) => sum + flopsOf(value), 0);
