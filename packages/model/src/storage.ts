import { type ParamSpec, sizeOf } from './params.ts';

/**
 * Order in which a parameter is stored and fed: stored dimension k holds logical axis order[k].
 * Convolutions lie as [out, in, height, width], transposed ones as [in, out, height, width]: what PyTorch stores, and
 * what an ONNX convolution reads without a transpose.
 */
export const storageOrder = (spec: Pick<ParamSpec, 'kind'>): number[] => (spec.kind === 'bias' ? [0] : [3, 2, 0, 1]);

/** Order of images and feature maps where they are fed: [batch, channel, height, width]. */
export const IMAGE_ORDER = [0, 3, 1, 2];

/** Stored shape of a tensor of this logical shape. */
export const storedShape = (shape: readonly number[], order: readonly number[]): number[] =>
  order.map((axis) => shape[axis] ?? 1);

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

/** Transposes `values` of `shape` so that dimension k of the result is dimension order[k] of the source. */
function transpose(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  if (values.length !== sizeOf(shape)) throw new RangeError(`${values.length} values do not fill [${shape}]`);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(values.length);
  const dims = storedShape(shape, order);
  const steps = order.map((axis) => strides[axis] ?? 0);
  const index = dims.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from] ?? 0;
    for (let k = dims.length - 1; k >= 0; k--) {
      index[k] = (index[k] ?? 0) + 1;
      from += steps[k] ?? 0;
      if ((index[k] ?? 0) < (dims[k] ?? 0)) break;
      from -= (index[k] ?? 0) * (steps[k] ?? 0);
      index[k] = 0;
    }
  }
  return result;
}

/** Values in logical order to values as stored. `shape` is the logical one. */
export const toStored = (values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array =>
  transpose(values, shape, order);

/** Values as stored to values in logical order. `shape` is the logical one. */
export const toLogical = (values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array =>
  transpose(values, storedShape(shape, order), inverse(order));
