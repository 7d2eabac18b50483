import type { RunConfig } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { discriminate } from './discriminator.ts';
import type { Weights } from './layers.ts';
import { ganLoss } from './losses.ts';

/**
 * A discriminator's loss, 0.5 * (real + fake), for as many real as fake images [batch, height, width, 3]. Both go
 * through it as one batch: instance norm keeps images apart, the mean over both halves is the loss, and each weight's
 * gradient is computed once.
 */
export function discriminatorLoss(c: RunConfig, w: Weights, real: tf.Tensor4D, fake: tf.Tensor4D): tf.Scalar {
  const batch = real.shape[0];
  const verdicts = tf.tensor4d([...Array(batch).fill(1), ...Array(batch).fill(0)], [2 * batch, 1, 1, 1]);
  return ganLoss(discriminate(w, tf.concat([real, fake], 0), c), verdicts, c.ganLoss);
}
