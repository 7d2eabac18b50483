import type { RunConfig } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';

export type AdamConfig = Pick<RunConfig, 'beta1' | 'beta2'>;

const EPSILON = 1e-8;

/**
 * The two scalars of one Adam step, number `step` from 1 of these weights: bias correction and learning rate folded
 * into w -= stepSize * m / (sqrt(v) + epsilon), as the paper has it just before section 2.1. Computed here, in
 * double precision, since 1 - beta2^step loses its digits in float32.
 */
export function adamScalars(c: AdamConfig, learningRate: number, step: number): { stepSize: number; epsilon: number } {
  if (!Number.isInteger(step) || step < 1) throw new RangeError(`Adam steps count from 1, not ${step}`);
  const second = Math.sqrt(1 - c.beta2 ** step);
  return { stepSize: (learningRate * second) / (1 - c.beta1 ** step), epsilon: EPSILON * second };
}

export interface AdamState {
  weight: tf.Tensor;
  /** Running mean of gradients. */
  m: tf.Tensor;
  /** Running mean of squared gradients. */
  v: tf.Tensor;
}

/** One Adam step of one tensor (Kingma and Ba 2015). */
export function adam(
  c: AdamConfig,
  { weight, m, v }: AdamState,
  gradient: tf.Tensor,
  stepSize: tf.Tensor,
  epsilon: tf.Tensor,
): AdamState {
  const mean = tf.add(tf.mul(m, c.beta1), tf.mul(gradient, 1 - c.beta1));
  const square = tf.add(tf.mul(v, c.beta2), tf.mul(tf.square(gradient), 1 - c.beta2));
  const change = tf.mul(tf.div(mean, tf.add(tf.sqrt(square), epsilon)), stepSize);
  return { weight: tf.sub(weight, change), m: mean, v: square };
}
