import type { RunConfig } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Each loss is a mean with its gradient written out: one pass over the difference instead of a chain of ops. The
 * second argument is always taken as a constant.
 */
function meanOf(x: tf.Tensor, f: (x: tf.Tensor) => { value: tf.Tensor; slope: tf.Tensor }): tf.Scalar {
  const loss = tf.customGrad((input, save) => {
    const { value, slope } = f(input as tf.Tensor);
    (save as (tensors: tf.Tensor[]) => void)([slope]);
    const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(saved as tf.Tensor, tf.mul(dy, 1 / x.size));
    return { value: tf.mean(value), gradFunc };
  });
  return loss(x) as tf.Scalar;
}

/** Mean absolute difference over every value. */
export const l1 = (x: tf.Tensor, constant: tf.Tensor): tf.Scalar =>
  meanOf(x, (input) => {
    const difference = tf.sub(input, constant);
    return { value: tf.abs(difference), slope: tf.sign(difference) };
  });

/**
 * How far scores [batch, rows, columns, 1] are from the verdict each image deserves, 1 for real and 0 for fake, as a
 * mean over every patch. `lsgan`: (score - verdict)^2. `bce`: binary cross-entropy of sigmoid(score), written as
 * softplus so that it can't overflow.
 * @param verdicts broadcasts to the scores: a scalar, or [batch, 1, 1, 1].
 */
export function ganLoss(scores: tf.Tensor4D, verdicts: tf.Tensor, kind: RunConfig['ganLoss']): tf.Scalar {
  if (kind === 'lsgan')
    return meanOf(scores, (x) => {
      const miss = tf.sub(x, verdicts);
      return { value: tf.square(miss), slope: tf.mul(miss, 2) };
    });
  return meanOf(scores, (x) => {
    const sign = tf.sub(1, tf.mul(verdicts, 2));
    const against = tf.mul(x, sign);
    return { value: tf.softplus(against), slope: tf.mul(tf.sigmoid(against), sign) };
  });
}

/** Blurred copy for the forward loss: average pool k3 s4 without padding. */
export const blur = (image: tf.Tensor4D): tf.Tensor4D => tf.avgPool(image, 3, 4, 'valid');
