import * as tf from '@tensorflow/tfjs-core';

/** Tensors of one network by parameter name. */
export type Weights = Record<string, tf.Tensor>;

/** The tensor of that name. Throws when the dictionary lacks it. */
export function pick<T extends tf.Tensor = tf.Tensor>(weights: Weights, name: string): T {
  const tensor = weights[name];
  if (!tensor) throw new Error(`no tensor "${name}" among ${Object.keys(weights).length} weights`);
  return tensor as T;
}

/** What TF.js passes a custom gradient to keep tensors for the backward pass. */
type GradSaver = (tensors: tf.Tensor[]) => void;

interface ConvOptions {
  stride?: number;
  /** Zero padding on each side, in pixels. */
  pad?: number;
  /** False where an instance norm follows: it would subtract the bias again. */
  bias: boolean;
}

/** Convolution of [batch, height, width, in] with `<name>.weight` [kh, kw, in, out], plus `<name>.bias`. */
export function conv(w: Weights, name: string, x: tf.Tensor4D, { stride = 1, pad = 0, bias }: ConvOptions) {
  const y = tf.conv2d(x, pick<tf.Tensor4D>(w, `${name}.weight`), stride, pad);
  return bias ? (tf.add(y, pick(w, `${name}.bias`)) as tf.Tensor4D) : y;
}

/** Transposed convolution k4 s2 p1 without bias: twice the height and width. */
export function convTranspose(w: Weights, name: string, x: tf.Tensor4D): tf.Tensor4D {
  const kernel = pick<tf.Tensor4D>(w, `${name}.weight`);
  const [batch, height, width] = x.shape;
  return tf.conv2dTranspose(x, kernel, [batch, 2 * height, 2 * width, kernel.shape[2]], 2, 1);
}

const INSTANCE_NORM_EPSILON = 1e-5;

/**
 * Instance norm without affine parameters over [height, width] of [batch, height, width, channel].
 * The gradient is inv_std * (dy - mean(dy) - xhat * mean(dy * xhat)): much less work than differentiating the forward
 * formula step by step.
 */
export const instanceNorm = tf.customGrad((x, save) => {
  const image = x as tf.Tensor4D;
  const centred = tf.sub(image, tf.mean(image, [1, 2], true));
  const inverseStd = tf.rsqrt(tf.add(tf.mean(tf.square(centred), [1, 2], true), INSTANCE_NORM_EPSILON));
  const normalised = tf.mul(centred, inverseStd);
  (save as GradSaver)([normalised, inverseStd]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const [xhat, scale] = saved as [tf.Tensor, tf.Tensor];
    const along = tf.mean(tf.mul(dy, xhat), [1, 2], true);
    return tf.mul(scale, tf.sub(tf.sub(dy, tf.mean(dy, [1, 2], true)), tf.mul(xhat, along)));
  };
  return { value: normalised, gradFunc };
}) as (x: tf.Tensor4D) => tf.Tensor4D;

/** max(0, x). The gradient reads the output, which the next layer keeps anyway. */
export const relu = tf.customGrad((x, save) => {
  const value = tf.relu(x as tf.Tensor4D);
  (save as GradSaver)([value]);
  return { value, gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => tf.mul(dy, tf.step(y as tf.Tensor)) };
}) as (x: tf.Tensor4D) => tf.Tensor4D;

const LEAK = 0.2;

/** x where positive, else 0.2 x. */
export const leakyRelu = tf.customGrad((x, save) => {
  const value = tf.leakyRelu(x as tf.Tensor4D, LEAK);
  (save as GradSaver)([value]);
  return { value, gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => tf.mul(dy, tf.step(y as tf.Tensor, LEAK)) };
}) as (x: tf.Tensor4D) => tf.Tensor4D;
