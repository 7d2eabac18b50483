import { type RunConfig, RunConfig as Schema } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstInputs, floats, tinyConfig } from '../test/support.ts';
import type { Weights } from './layers.ts';
import { iterationOutputs } from './ports.ts';
import { createRandom } from './random.ts';
import { iterationStep } from './step.ts';
import { translate } from './translation.ts';

/** Options that a run may choose, beside the sizes, at their limits too. */
const options = fc.record({
  seed: fc.nat(),
  blocks: fc.integer({ min: 1, max: 3 }),
  discriminatorLayers: fc.integer({ min: 1, max: 2 }),
  batch: fc.integer({ min: 1, max: 2 }),
  dropout: fc.boolean(),
  ganLoss: fc.constantFrom('lsgan' as const, 'bce' as const),
  learningRate: fc.constantFrom(1e-6, 2e-4, 0.1),
  beta1: fc.constantFrom(0, 0.5, 0.999),
  beta2: fc.constantFrom(0, 0.999, 0.9999),
  lambdaCycle: fc.constantFrom(0, 10, 100),
  lambdaIdentity: fc.constantFrom(0, 1, 100),
  lambdaForward: fc.constantFrom(0, 0.2, 100),
  poolSize: fc.constantFrom(0, 50),
});

/** Images of one colour, of two, of noise: [batch, size, size, 3] in [-1, 1]. */
const looks = fc.constantFrom('black', 'white', 'halves', 'noise');
function imagesOf(look: string, c: RunConfig, name: string): tf.Tensor4D {
  const stream = createRandom(c.seed)(name);
  const value = (i: number) =>
    look === 'black'
      ? -1
      : look === 'white'
        ? 1
        : look === 'noise'
          ? 2 * stream.uniform() - 1
          : i % (6 * c.size) < 3 * c.size
            ? -1
            : 1;
  const values = Float32Array.from({ length: c.batch * c.size * c.size * 3 }, (_, i) => value(i));
  return tf.tensor4d(values, [c.batch, c.size, c.size, 3]);
}

describe('whatever the options and the images', { timeout: 120_000 }, () => {
  it('every loss, weight and moment of an iteration is finite', () => {
    fc.assert(
      fc.property(options, looks, looks, (chosen, a, b) => {
        expect(Schema.safeParse(chosen).success).toBe(true);
        const c = tinyConfig({ ...chosen, size: 12 });
        const first = firstInputs(c);
        const images = { 'A.image': imagesOf(a, c, 'a'), 'B.image': imagesOf(b, c, 'b') };
        const outputs = iterationStep(c)({ ...first, ...images });
        for (const name of Object.keys(iterationOutputs(c)))
          expect(floats(outputs[name]).every(Number.isFinite), name).toBe(true);
        tf.dispose([first, images, outputs]);
      }),
      { numRuns: 8 },
    );
  });

  it('M8: a translation is the same every time', () => {
    fc.assert(
      fc.property(options, looks, (chosen, look) => {
        const c = tinyConfig({ ...chosen, size: 12 });
        const inputs = firstInputs(c);
        const network = (prefix: string): Weights =>
          Object.fromEntries(
            Object.entries(inputs).flatMap(([name, tensor]) =>
              name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
            ),
          );
        const image = imagesOf(look, c, 'translated');
        const translated = () =>
          translate(network('A.encoder.'), [network('B.decoder.'), network('A.decoder.')], image, c);
        const [once, again] = [translated(), translated()];
        expect(again.map(floats)).toEqual(once.map(floats));
        tf.dispose([inputs, image, once, again]);
      }),
      { numRuns: 6 },
    );
  });
});
