import * as tf from '@tensorflow/tfjs-core';

/**
 * Gradients of the kernels that the networks use and that have no `customGrad` of their own. TF.js has them too, but
 * in a folder Node can't import, and only some of its packages register them.
 */
type Attributes = Record<string, unknown>;
type ConvAttributes = { strides: [number, number]; pad: number | 'valid' | 'same' };

/** Undoes a broadcast: sums `dy` down to `shape`. */
function unbroadcast(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return axes.length === 0 ? dy.clone() : tf.reshape(tf.sum(dy, axes), shape);
}

const filterGradient = (x: tf.Tensor, dy: tf.Tensor, filterShape: number[], { strides, pad }: ConvAttributes) =>
  tf
    .engine()
    .runKernel(tf.Conv2DBackpropFilter, { x, dy }, { strides, pad, dataFormat: 'NHWC', filterShape }) as tf.Tensor;

const pair = (saved: tf.Tensor[]) => saved as [tf.Tensor4D, tf.Tensor4D];

const GRADIENTS: tf.GradConfig[] = [
  { kernelName: tf.Identity, gradFunc: (dy) => ({ x: () => (dy as tf.Tensor).clone() }) },
  { kernelName: tf.Cast, gradFunc: (dy) => ({ x: () => (dy as tf.Tensor).clone() }) },
  {
    kernelName: tf.Add,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = pair(saved);
      return { a: () => unbroadcast(dy as tf.Tensor, a.shape), b: () => unbroadcast(dy as tf.Tensor, b.shape) };
    },
  },
  {
    kernelName: tf.Multiply,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = pair(saved);
      return {
        a: () => unbroadcast(tf.mul(dy as tf.Tensor, b), a.shape),
        b: () => unbroadcast(tf.mul(dy as tf.Tensor, a), b.shape),
      };
    },
  },
  {
    kernelName: tf.Tanh,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => tf.mul(tf.sub(1, tf.square(y as tf.Tensor)), dy as tf.Tensor) }),
  },
  {
    kernelName: tf.AvgPool,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attributes) => ({
      x: () =>
        tf.engine().runKernel(tf.AvgPoolGrad, { dy: dy as tf.Tensor, input: x as tf.Tensor }, attributes) as tf.Tensor,
    }),
  },
  {
    kernelName: tf.Conv2D,
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes: Attributes) => {
      const [x, filter] = pair(saved);
      const conv = attributes as ConvAttributes;
      return {
        x: () => tf.conv2dTranspose(dy as tf.Tensor4D, filter, x.shape, conv.strides, conv.pad),
        filter: () => filterGradient(x, dy as tf.Tensor, filter.shape, conv),
      };
    },
  },
  {
    // What conv2dTranspose runs: its "input" is the gradient of a convolution's output.
    kernelName: tf.Conv2DBackpropInput,
    inputsToSave: ['dy', 'filter'],
    gradFunc: (ddx, saved, attributes: Attributes) => {
      const [dy, filter] = pair(saved);
      const conv = attributes as ConvAttributes;
      return {
        dy: () => tf.conv2d(ddx as tf.Tensor4D, filter, conv.strides, conv.pad),
        filter: () => filterGradient(ddx as tf.Tensor, dy, filter.shape, conv),
      };
    },
  },
];

/** Registers those that nobody has registered. */
export function registerGradients(): void {
  for (const gradient of GRADIENTS) if (!tf.getGradient(gradient.kernelName)) tf.registerGradient(gradient);
}
