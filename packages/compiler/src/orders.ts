import { at, range, sameList, sizeOf } from './util.ts';

/**
 * A physical axis order: physical dim k holds logical axis order[k]. Weights of a convolution are logically
 * [height, width, in, out]; order [3, 2, 0, 1] stores them as [out, in, height, width].
 */
export type Order = readonly number[];

export const identityOrder = (rank: number): number[] => range(rank);
export const isIdentity = (order: Order): boolean => order.every((axis, i) => axis === i);
/** Image tensors [batch, height, width, channel] stored as ONNX wants them: [batch, channel, height, width]. */
export const NCHW: Order = [0, 3, 1, 2];
/** Kernels [height, width, in, out] stored as [out, in, height, width]. */
export const OIHW: Order = [3, 2, 0, 1];

/** A given order, or identity. Throws when it is no permutation of the tensor's axes. */
export function checkedOrder(order: readonly number[] | undefined, shape: readonly number[], name: string): number[] {
  const axes = range(shape.length);
  if (!order) return axes;
  if (
    !sameList(
      order.toSorted((a, b) => a - b),
      axes,
    )
  ) {
    throw new Error(`order [${order}] of "${name}" is no permutation of the axes of [${shape}]`);
  }
  return [...order];
}

/** The order that undoes `order`. */
export const inverseOrder = (order: Order): number[] => range(order.length).map((axis) => order.indexOf(axis));

/** Dims of a tensor of logical `shape` as stored. */
export const physicalDims = (shape: readonly number[], order: Order): number[] => order.map((axis) => at(shape, axis));

/** `perm` of the Transpose that takes a tensor stored in order `from` to order `to`. */
export const permutation = (from: Order, to: Order): number[] => to.map((axis) => from.indexOf(axis));

/** True when going from one order to the other moves no element, because only dims of size 1 change place. */
export function movesNothing(shape: readonly number[], from: Order, to: Order): boolean {
  const wide = (order: Order) => order.filter((axis) => at(shape, axis) !== 1);
  return sameList(wide(from), wide(to));
}

type Values = Float32Array | Int32Array | Uint8Array;

function permute<T extends Values>(values: T, dims: readonly number[], perm: readonly number[]): T {
  const size = sizeOf(dims);
  if (values.length !== size) throw new RangeError(`${values.length} values do not fill [${dims}]`);
  const result = values.slice() as T;
  if (isIdentity(perm)) return result;
  const strides = dims.map((_, i) => sizeOf(dims.slice(i + 1)));
  const outDims = perm.map((axis) => at(dims, axis));
  const outStrides = perm.map((axis) => at(strides, axis));
  const index = outDims.map(() => 0);
  let offset = 0;
  for (let i = 0; i < size; i++) {
    result[i] = values[offset] ?? 0;
    for (let axis = outDims.length - 1; axis >= 0; axis--) {
      const next = at(index, axis) + 1;
      offset += at(outStrides, axis);
      if (next < at(outDims, axis)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      offset -= next * at(outStrides, axis);
    }
  }
  return result;
}

/** Logical values (row-major over logical `shape`) as they are stored in `order`. Always a new array. */
export const toOrder = <T extends Values>(values: T, shape: readonly number[], order: Order): T =>
  permute(values, shape, order);

/** Stored values back as logical ones: the inverse of `toOrder`. Always a new array. */
export const fromOrder = <T extends Values>(values: T, shape: readonly number[], order: Order): T =>
  permute(values, physicalDims(shape, order), inverseOrder(order));
