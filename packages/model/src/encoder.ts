import type * as tf from '@tensorflow/tfjs-core';
import { conv, instanceNorm, relu, type Weights } from './layers.ts';
import { encoderBlocks, type NetConfig } from './params.ts';
import { reflectPad } from './reflect-pad.ts';
import { type DropoutMasks, residualBlocks } from './residual.ts';

/**
 * A domain's encoder: image [batch, height, width, 3] in [-1, 1] to latent [batch, height/4, width/4, 4*ngf].
 * Height and width are multiples of 4. Dropout is on when masks are given, one per residual block.
 */
export function encode(w: Weights, image: tf.Tensor4D, c: NetConfig, masks?: DropoutMasks): tf.Tensor4D {
  let x = relu(instanceNorm(conv(w, 'conv1', reflectPad(image, 3), { bias: false })));
  x = relu(instanceNorm(conv(w, 'down1', x, { stride: 2, pad: 1, bias: false })));
  x = relu(instanceNorm(conv(w, 'down2', x, { stride: 2, pad: 1, bias: false })));
  return residualBlocks(w, x, encoderBlocks(c), masks);
}
