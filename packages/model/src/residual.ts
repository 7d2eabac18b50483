import * as tf from '@tensorflow/tfjs-core';
import { conv, instanceNorm, relu, type Weights } from './layers.ts';
import { reflectPad } from './reflect-pad.ts';

/** Dropout masks of one pass through a network, one per residual block: 0 or 2, [batch, height, width, channel]. */
export type DropoutMasks = readonly tf.Tensor4D[];

/** reflect-pad, conv k3, norm, relu, [dropout], reflect-pad, conv k3, norm, then + x. */
function residualBlock(w: Weights, name: string, x: tf.Tensor4D, mask: tf.Tensor4D | undefined): tf.Tensor4D {
  const hidden = relu(instanceNorm(conv(w, `${name}.conv1`, reflectPad(x, 1), { bias: false })));
  const kept = mask ? (tf.mul(hidden, mask) as tf.Tensor4D) : hidden;
  const change = instanceNorm(conv(w, `${name}.conv2`, reflectPad(kept, 1), { bias: false }));
  return tf.add(change, x) as tf.Tensor4D;
}

/** `count` residual blocks; with masks, dropout is on. */
export function residualBlocks(w: Weights, x: tf.Tensor4D, count: number, masks?: DropoutMasks): tf.Tensor4D {
  let y = x;
  for (let i = 0; i < count; i++) y = residualBlock(w, `block${i + 1}`, y, masks?.[i]);
  return y;
}
