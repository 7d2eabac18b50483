import type * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

export type Tensors = Record<string, tf.Tensor>;

export interface InputCase {
  shape: number[];
  dtype?: 'float32' | 'int32' | 'bool';
  /** Values are drawn uniformly from this range; integers for int32. Default [-1, 1]. */
  range?: [number, number];
}

/** One concrete program. */
export interface Sample {
  inputs: Record<string, InputCase>;
  run: (inputs: Tensors) => tf.Tensor | tf.Tensor[];
  /** False where TF.js has no gradient, or a wrong one. */
  gradient?: boolean;
}

/** Programs that call the named kernels, forward or in their gradients. */
export interface Case {
  kernels: string[];
  sample: fc.Arbitrary<Sample>;
  /** Samples drawn, where the usual number would take too long. */
  runs?: number;
}

export const dims = (min: number, max: number) => fc.integer({ min, max });

/** Shapes of rank 1 to 4 with short sides. */
export const anyShape = fc.array(dims(1, 5), { minLength: 1, maxLength: 4 });

/** [batch, height, width, channel]. */
export const imageShape = (side: [number, number] = [4, 9]) =>
  fc.tuple(dims(1, 2), dims(...side), dims(...side), dims(1, 4)).map(([b, h, w, c]): number[] => [b, h, w, c]);

/** A function of one tensor of any shape. */
export function unaryCase(
  kernel: string,
  run: (x: tf.Tensor) => tf.Tensor,
  options: Omit<InputCase, 'shape'> & { gradient?: boolean } = {},
): Case {
  const { gradient = true, ...input } = options;
  const sample = anyShape.map(
    (shape): Sample => ({
      inputs: { x: { shape, ...input } },
      run: ({ x }) => run(x as tf.Tensor),
      gradient,
    }),
  );
  return { kernels: [kernel], sample };
}

/** A shape that broadcasts against `shape`: some axes of size 1, some leading ones missing. */
const broadcastable = (shape: number[]) =>
  fc
    .tuple(fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), dims(0, shape.length - 1))
    .map(([ones, missing]) => shape.map((dim, axis) => (ones[axis] ? 1 : dim)).slice(missing));

/** A function of two tensors that broadcast. */
export function binaryCase(
  kernel: string,
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  options: Omit<InputCase, 'shape'> & { gradient?: boolean; second?: [number, number] } = {},
): Case {
  const { gradient = true, second, ...input } = options;
  const sample = anyShape
    .chain((shape) => fc.tuple(fc.constant(shape), broadcastable(shape), fc.boolean()))
    .map(([shape, other, swapped]): Sample => {
      const wide = { shape, ...input };
      const narrow = { shape: other, ...input };
      const [a, b] = swapped ? [narrow, wide] : [wide, narrow];
      return {
        inputs: { a, b: second ? { ...b, range: second } : b },
        run: (x) => run(x.a as tf.Tensor, x.b as tf.Tensor),
        gradient,
      };
    });
  return { kernels: [kernel], sample };
}
