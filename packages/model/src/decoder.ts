import * as tf from '@tensorflow/tfjs-core';
import { conv, convTranspose, instanceNorm, relu, type Weights } from './layers.ts';
import { decoderBlocks, type NetConfig } from './params.ts';
import { reflectPad } from './reflect-pad.ts';
import { type DropoutMasks, residualBlocks } from './residual.ts';

/**
 * A domain's decoder: latent [batch, height/4, width/4, 4*ngf] of any domain's encoder to image
 * [batch, height, width, 3] in [-1, 1]. Dropout is on when masks are given, one per residual block.
 */
export function decode(w: Weights, latent: tf.Tensor4D, c: NetConfig, masks?: DropoutMasks): tf.Tensor4D {
  let x = residualBlocks(w, latent, decoderBlocks(c), masks);
  x = relu(instanceNorm(convTranspose(w, 'up1', x)));
  x = relu(instanceNorm(convTranspose(w, 'up2', x)));
  return tf.tanh(conv(w, 'out', reflectPad(x, 3), { bias: true }));
}
