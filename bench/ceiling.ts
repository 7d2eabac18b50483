import { compile, PORTABLE_LEVERS, sessionOptions } from '@combogan/compiler';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Values that no convolution is slowed down by: none is denormal. */
const filled = (dims: number[]) => {
  const values = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
  return new Tensor(
    'float32',
    values.map((_, i) => ((i % 7) - 3) / 8),
    dims,
  );
};

const RUNS = 12;

/** Both halves of what a step spends its time on, at sizes that suit the processor: residual blocks of 256 channels. */
const PROGRAMS = {
  convolution: {
    inputs: {
      x: { shape: [1, 66, 66, 256], order: [0, 3, 1, 2] },
      k: { shape: [3, 3, 256, 256], order: [3, 2, 0, 1] },
    },
    outputOrder: { y: [0, 3, 1, 2] },
    run: ({ x, k }: Record<string, tf.Tensor>) => ({ y: tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 'valid') }),
  },
  products: {
    inputs: { x: { shape: [36, 256, 256] }, k: { shape: [36, 256, 256] } },
    outputOrder: {},
    run: ({ x, k }: Record<string, tf.Tensor>) => ({ y: tf.matMul(x as tf.Tensor3D, k as tf.Tensor3D) }),
  },
};

/**
 * The most floating-point operations a second that ONNX Runtime reaches here in a convolution or a stack of products,
 * with so many threads: the best of a dozen runs each.
 */
export async function ceiling(threads: number): Promise<number> {
  const rates: number[] = [];
  for (const { inputs, outputOrder, run } of Object.values(PROGRAMS)) {
    const graph = compile(run, inputs, { outputOrder, levers: PORTABLE_LEVERS });
    const session = await InferenceSession.create(graph.onnx, sessionOptions(threads));
    const feeds = Object.fromEntries(graph.inputs.map(({ name, dims }) => [name, filled(dims)]));
    for (let i = 0; i < RUNS; i++) {
      const started = performance.now();
      await session.run(feeds);
      rates.push(graph.flops / ((performance.now() - started) / 1000));
    }
    await session.release();
  }
  return Math.max(...rates);
}
