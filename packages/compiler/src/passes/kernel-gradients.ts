import type { Value, ValueOf } from '../ir/types.ts';
import { at, sameList } from '../util.ts';

export type Convolution = ValueOf<'conv'> | ValueOf<'convInputGrad'> | ValueOf<'convFilterGrad'>;

export const isConvolution = (value: Value): value is Convolution =>
  value.kind === 'conv' || value.kind === 'convInputGrad' || value.kind === 'convFilterGrad';

export const inputsOf = (value: Convolution): readonly [Value, Value] => value.inputs as readonly [Value, Value];

/**
 * For each convolution through which a backward pass goes on from a gradient, the gradients of its kernel that are
 * computed from the same gradient. Of a transposed convolution the backward pass is a convolution. The forward pass of
 * either kind looks the same, except that the kernel's gradient comes of younger values.
 */
export function kernelGradientsOf(
  values: readonly Value[],
  consumers: ReadonlyMap<Value, readonly Value[]>,
): Map<Value, Value[]> {
  const found = new Map<Value, Value[]>();
  for (const value of values) {
    if (value.kind !== 'conv' && value.kind !== 'convInputGrad') continue;
    const [gradient, kernel] = inputsOf(value);
    // A kernel's gradient has the inputs (image, gradient of the output): of a transposed convolution the other way round.
    const place = value.kind === 'conv' ? 0 : 1;
    const partners = (consumers.get(gradient) ?? []).filter(
      (other) =>
        other.kind === 'convFilterGrad' &&
        at(other.inputs, place) === gradient &&
        sameList(other.shape, kernel.shape) &&
        other.inputs.every((input) => input.id < value.id),
    );
    if (partners.length > 0) found.set(value, partners);
  }
  return found;
}
