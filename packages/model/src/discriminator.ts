import type * as tf from '@tensorflow/tfjs-core';
import { conv, instanceNorm, leakyRelu, type Weights } from './layers.ts';
import type { NetConfig } from './params.ts';

const PAD = 2;

/** A domain's PatchGAN: image [batch, height, width, 3] to a map of scores [batch, rows, columns, 1], one a patch. */
export function discriminate(w: Weights, image: tf.Tensor4D, c: NetConfig): tf.Tensor4D {
  let x = leakyRelu(conv(w, 'conv1', image, { stride: 2, pad: PAD, bias: true }));
  for (let i = 1; i <= c.discriminatorLayers; i++) {
    const stride = i < c.discriminatorLayers ? 2 : 1;
    x = leakyRelu(instanceNorm(conv(w, `conv${i + 1}`, x, { stride, pad: PAD, bias: false })));
  }
  return conv(w, 'out', x, { pad: PAD, bias: true });
}
