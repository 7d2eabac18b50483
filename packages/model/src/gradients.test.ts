import type { RunConfig, RunConfigInput } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { firstInputs, floats, noise, tinyConfig } from '../test/support.ts';
import { discriminatorLoss } from './discriminator-pass.ts';
import { generatorObjective, type Side } from './generator-pass.ts';
import { NETWORKS } from './params.ts';
import { iterationInputs, nextName, type Slot } from './ports.ts';
import { iterationStep } from './step.ts';

type Tensors = Record<string, tf.Tensor>;

const weightNames = (c: RunConfig) =>
  Object.entries(iterationInputs(c))
    .filter(([, port]) => port.kind === 'weight')
    .map(([name]) => name);

function sideOf(inputs: Tensors, slot: Slot): Side {
  const network = (prefix: string) =>
    Object.fromEntries(
      Object.entries(inputs)
        .filter(([name]) => name.startsWith(prefix) && /(weight|bias)$/.test(name))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
    );
  const [encoder, decoder, discriminator] = NETWORKS.map((kind) => network(`${slot}.${kind}.`));
  if (!encoder || !decoder || !discriminator) throw new Error('a network is missing');
  return { encoder, decoder, discriminator, image: inputs[`${slot}.image`] as tf.Tensor4D };
}

/** The value whose gradient the step takes for the named weight. */
function objective(c: RunConfig, name: string, inputs: Tensors, fakes: Tensors): number {
  return tf.tidy(() => {
    const sides = { A: sideOf(inputs, 'A'), B: sideOf(inputs, 'B') };
    const slot = name.slice(0, 1) as Slot;
    if (!name.includes('.discriminator.'))
      return floats(generatorObjective(c, sides, inputs).objective)[0] ?? Number.NaN;
    const { discriminator, image } = sides[slot];
    return floats(discriminatorLoss(c, discriminator, image, fakes[`${slot}.fake`] as tf.Tensor4D))[0] ?? Number.NaN;
  });
}

/**
 * Short, since relu and L1 bend the objective everywhere (the error grows with the distance); not shorter, since float32
 * rounds it.
 */
const DISTANCE = 1e-4;

/** Slope of the objective along `direction` of one weight, from a central difference. */
function slope(c: RunConfig, name: string, inputs: Tensors, fakes: Tensors, direction: tf.Tensor) {
  const at = (by: number) =>
    tf.tidy(() => {
      const weight = tf.add(inputs[name] as tf.Tensor, tf.mul(direction, by));
      return objective(c, name, { ...inputs, [name]: weight }, fakes);
    });
  return (at(DISTANCE) - at(-DISTANCE)) / (2 * DISTANCE);
}

const CASES: { name: string; options: RunConfigInput }[] = [
  { name: 'every loss, with dropout', options: { lambdaIdentity: 2, lambdaForward: 3, dropout: true } },
  { name: 'cross-entropy, a batch of 2', options: { ganLoss: 'bce', batch: 2 } },
];

describe('gradients of a whole iteration', { timeout: 60_000 }, () => {
  it.each(CASES)('are the slopes that finite differences give, for every weight: $name', ({ options }) => {
    const c = tinyConfig(options);
    const inputs = firstInputs(c);
    for (const name of weightNames(c)) {
      const small = inputs[name] as tf.Tensor;
      // Away from the start, where the networks barely react to their input.
      inputs[name] = tf.mul(tf.add(small, name.endsWith('bias') ? 0.01 : 0), 8);
      small.dispose();
    }
    const outputs = iterationStep(c)(inputs);
    const errors = weightNames(c).map((name) =>
      tf.tidy(() => {
        // Adam's first mean is (1 - beta1) times the gradient.
        const gradient = tf.div(outputs[nextName(`${name}.m`)] as tf.Tensor, 1 - c.beta1);
        const size = floats(tf.norm(gradient))[0] ?? 0;
        const random = noise(gradient.shape, name);
        // Along the gradient, for a slope well above rounding; and at random, to notice what is missing in it.
        const direction = tf.add(tf.div(gradient, size), tf.div(random, tf.mul(2, tf.norm(random))));
        const found = floats(tf.sum(tf.mul(direction, gradient)))[0] ?? 0;
        const error = Math.abs(found - slope(c, name, inputs, outputs, direction)) / size;
        expect(error, name).toBeLessThan(0.025);
        return error;
      }),
    );
    expect(errors.reduce((a, b) => a + b) / errors.length).toBeLessThan(0.005);
    tf.dispose([inputs, outputs]);
  });
});
