import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { deviation, floats, noise, tinyConfig } from '../test/support.ts';
import { convolutions } from './convolutions.ts';
import { decode } from './decoder.ts';
import { discriminate } from './discriminator.ts';
import { encode } from './encoder.ts';
import type { Weights } from './layers.ts';
import { initialWeights, type Network, networkParams } from './params.ts';
import { createRandom } from './random.ts';
import { translate } from './translation.ts';

const c = tinyConfig({ blocks: 3 });

function weightsOf(network: Network, prefix = '', config = c): Weights {
  const specs = networkParams(network, config);
  const values = initialWeights(specs, createRandom(1), prefix);
  // Larger than at the start, so that tanh and the norms have something to do.
  return Object.fromEntries(specs.map(({ name, shape }) => [name, tf.mul(tf.tensor(values[name] ?? [], shape), 10)]));
}

describe('networks', { timeout: 60_000 }, () => {
  it('take every size that is a multiple of 4, and batches', () => {
    tf.tidy(() => {
      for (const size of [16, 20, 28, 36]) {
        const image = noise([2, size, size + 4, 3], 'image') as tf.Tensor4D;
        const latent = encode(weightsOf('encoder'), image, c);
        expect(latent.shape).toEqual([2, size / 4, size / 4 + 1, 4 * c.ngf]);
        const back = decode(weightsOf('decoder'), latent, c);
        expect(back.shape).toEqual(image.shape);
        expect(Math.max(...floats(tf.abs(back)))).toBeLessThanOrEqual(1);
      }
    });
  });

  it.each([1, 2, 3, 4])('discriminator of %i strided layers gives the map that the cost counts', (layers) => {
    tf.tidy(() => {
      for (const size of [32, 36]) {
        const config = { ...c, discriminatorLayers: layers };
        const scores = discriminate(
          weightsOf('discriminator', '', config),
          noise([1, size, size, 3], 'x') as tf.Tensor4D,
          config,
        );
        const side = convolutions('discriminator', config, size).at(-1)?.side;
        expect(scores.shape).toEqual([1, side, side, 1]);
      }
    });
  });

  it('keep the images of a batch apart', () => {
    tf.tidy(() => {
      const pair = noise([2, 16, 16, 3], 'pair') as tf.Tensor4D;
      const second = tf.slice(pair, [1, 0, 0, 0], [1, 16, 16, 3]);
      for (const run of [
        (x: tf.Tensor4D) => encode(weightsOf('encoder'), x, c),
        (x: tf.Tensor4D) => discriminate(weightsOf('discriminator'), x, c),
      ]) {
        const alone = floats(run(second));
        expect(deviation(floats(run(pair)).slice(alone.length), alone)).toBeLessThan(1e-6);
      }
    });
  });

  it('with dropout masks of ones do what they do without', () => {
    tf.tidy(() => {
      const latent = noise([1, 4, 4, 4 * c.ngf], 'latent') as tf.Tensor4D;
      const w = weightsOf('decoder');
      const ones = [tf.ones(latent.shape), tf.ones(latent.shape)] as tf.Tensor4D[];
      expect(floats(decode(w, latent, c, ones))).toEqual(floats(decode(w, latent, c)));
      const dropped = [tf.zeros(latent.shape), ones[1]] as tf.Tensor4D[];
      expect(deviation(floats(decode(w, latent, c, dropped)), floats(decode(w, latent, c)))).toBeGreaterThan(0.01);
    });
  });
});

describe('translate', () => {
  it('encodes once and decodes into every domain, without leaving tensors behind', () => {
    const encoder = weightsOf('encoder');
    const decoders = ['a.', 'b.', 'c.'].map((prefix) => weightsOf('decoder', prefix));
    const image = noise([1, 16, 16, 3], 'image') as tf.Tensor4D;
    const before = tf.memory().numTensors;
    const translations = translate(encoder, decoders, image, c);
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.tidy(() => {
      const expected = decoders.map((decoder) => floats(decode(decoder, encode(encoder, image, c), c)));
      expect(translations.map(floats)).toEqual(expected);
    });
    tf.dispose([encoder, decoders, image, translations]);
  });
});
