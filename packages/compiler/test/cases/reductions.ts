import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { anyShape, type Case, dims, type Sample, unaryCase } from '../case.ts';

type Reduction = (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor;

/** A reduction over some axes. */
function reduction(
  kernel: string,
  run: Reduction,
  options: { range?: [number, number]; dtype?: 'int32' | 'bool'; gradient?: boolean } = {},
): Case {
  const { gradient = true, ...input } = options;
  const sample = anyShape
    .chain((shape) => fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, i) => i)), fc.boolean()))
    .map(
      ([shape, axes, keepDims]): Sample => ({
        inputs: { x: { shape, ...input } },
        run: ({ x }) => run(x as tf.Tensor, axes.length === 0 ? shape.map((_, i) => i) : axes, keepDims),
        gradient,
      }),
    );
  return { kernels: [kernel], sample };
}

const booleans = { dtype: 'bool' as const, range: [0, 2] as [number, number], gradient: false };
const integers = { dtype: 'int32' as const, range: [-5, 6] as [number, number], gradient: false };

const alongAxis = (kernel: string, run: (x: tf.Tensor, axis: number) => tf.Tensor, gradient: boolean): Case => ({
  kernels: [kernel],
  sample: anyShape
    .chain((shape) => fc.tuple(fc.constant(shape), dims(0, shape.length - 1)))
    .map(
      ([shape, axis]): Sample => ({ inputs: { x: { shape } }, run: ({ x }) => run(x as tf.Tensor, axis), gradient }),
    ),
});

const batchNorm: Case = {
  kernels: ['FusedBatchNorm'],
  sample: dims(1, 4).map((channels): Sample => {
    const shape = [channels];
    return {
      inputs: {
        x: { shape: [2, 3, 3, channels] },
        mean: { shape },
        variance: { shape, range: [0.3, 2] },
        offset: { shape },
        scale: { shape },
      },
      run: ({ x, mean, variance, offset, scale }) =>
        tf.batchNorm(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
          0.01,
        ),
    };
  }),
};

export const REDUCTION_CASES: Case[] = [
  reduction('All', tf.all, booleans),
  reduction('Any', tf.any, booleans),
  reduction('Max', tf.max),
  reduction('Mean', tf.mean),
  reduction('Mean', tf.mean, integers),
  reduction('Min', tf.min),
  reduction('Prod', tf.prod, { range: [0.5, 1.5], gradient: false }),
  reduction('Sum', tf.sum),
  reduction('Sum', tf.sum, integers),
  reduction('Sum', tf.sum, booleans),
  reduction('Sum', (x, axes, keep) => tf.sum(tf.mul(x, 3), axes, keep)),
  alongAxis('ArgMax', (x, axis) => tf.argMax(x, axis), false),
  alongAxis('ArgMin', (x, axis) => tf.argMin(x, axis), false),
  alongAxis('Cumsum', (x, axis) => tf.cumsum(x, axis), false),
  // TF.js's gradient along any other axis has the wrong shape.
  unaryCase('Cumsum', (x) => tf.cumsum(x, x.rank - 1, true, true)),
  unaryCase('Softmax', (x) => tf.softmax(x)),
  unaryCase('Exp', (x) => tf.logSoftmax(x)),
  batchNorm,
];
