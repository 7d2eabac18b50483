import * as tf from '@tensorflow/tfjs-core';
import { decode } from './decoder.ts';
import { encode } from './encoder.ts';
import type { Weights } from './layers.ts';
import type { NetConfig } from './params.ts';

/**
 * Translates images [batch, height, width, 3] of the encoder's domain into the domain of each decoder, in their order.
 * Encodes once; dropout is off. Its own decoder among them gives the autoencoding.
 */
export const translate = (
  encoder: Weights,
  decoders: readonly Weights[],
  image: tf.Tensor4D,
  c: NetConfig,
): tf.Tensor4D[] =>
  tf.tidy(() => {
    const latent = encode(encoder, image, c);
    return decoders.map((decoder) => decode(decoder, latent, c));
  });
