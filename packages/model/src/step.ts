import type { RunConfig } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { adam } from './adam.ts';
import { differentiate } from './differentiate.ts';
import { discriminatorLoss } from './discriminator-pass.ts';
import { generatorObjective, type Side } from './generator-pass.ts';
import { registerGradients } from './gradients.ts';
import { pick, type Weights } from './layers.ts';
import { domainParams, NETWORKS, type Network } from './params.ts';
import { nextName, SLOTS, type Slot, termsOf } from './ports.ts';

type Tensors = Record<string, tf.Tensor>;

/** The fake a discriminator learns from: this iteration's, or where `usePool` is 1 an earlier one. */
function poolChoice(c: RunConfig, slot: Slot, fake: tf.Tensor4D, inputs: Tensors): tf.Tensor4D {
  if (!termsOf(c).pool) return fake;
  const change = tf.mul(pick(inputs, `${slot}.usePool`), tf.sub(pick(inputs, `${slot}.poolFake`), fake));
  return tf.add(fake, change) as tf.Tensor4D;
}

/**
 * One ComboGAN iteration as a pure function of flat records: inputs as `iterationInputs(c)` lists them, outputs as
 * `iterationOutputs(c)`. It draws nothing and keeps no state, so it can be called eagerly or traced into one graph.
 *
 * Generator gradients at the old weights, then the discriminators' at the old weights on this iteration's fakes, then
 * Adam: as the generators' step changes no discriminator, this is the published order (G before D).
 * A slot that is not in `training` holds a frozen domain: gradients flow through its encoder and decoder to the other
 * slot's, and what would only serve its own weights is not computed.
 * The caller owns the returned tensors; everything else is disposed of.
 */
export function iterationStep(c: RunConfig, training: readonly Slot[] = SLOTS): (inputs: Tensors) => Tensors {
  registerGradients();
  const trained = domainParams(c)
    .filter((spec) => !spec.inert)
    .map((spec) => spec.name);
  const namesOf = (slot: Slot, networks: readonly Network[]) =>
    trained
      .filter((name) => networks.some((network) => name.startsWith(`${network}.`)))
      .map((name) => `${slot}.${name}`);
  const generatorNames = training.flatMap((slot) => namesOf(slot, ['encoder', 'decoder']));

  return (inputs) =>
    tf.tidy(() => {
      const select = (names: readonly string[]): Tensors =>
        Object.fromEntries(names.map((name) => [name, pick(inputs, name)]));
      const network = (slot: Slot, kind: Network): Weights => {
        const prefix = `${slot}.${kind}.`;
        return Object.fromEntries(namesOf(slot, [kind]).map((name) => [name.slice(prefix.length), pick(inputs, name)]));
      };
      const side = (slot: Slot): Side => ({
        ...(Object.fromEntries(NETWORKS.map((kind) => [kind, network(slot, kind)])) as Record<Network, Weights>),
        image: pick<tf.Tensor4D>(inputs, `${slot}.image`),
      });
      const sides: Record<Slot, Side> = { A: side('A'), B: side('B') };
      const outputs: Tensors = {};
      const update = (gradients: Tensors, slot: Slot) => {
        const stepSize = pick(inputs, `${slot}.adam.stepSize`);
        const epsilon = pick(inputs, `${slot}.adam.epsilon`);
        for (const [name, gradient] of Object.entries(gradients)) {
          if (!name.startsWith(`${slot}.`)) continue;
          const state = { weight: pick(inputs, name), m: pick(inputs, `${name}.m`), v: pick(inputs, `${name}.v`) };
          const next = adam(c, state, gradient, stepSize, epsilon);
          outputs[nextName(name)] = next.weight;
          outputs[nextName(`${name}.m`)] = next.m;
          outputs[nextName(`${name}.v`)] = next.v;
        }
      };

      const generators = differentiate(() => generatorObjective(c, sides, inputs, training), select(generatorNames));
      Object.assign(outputs, generators.values);
      for (const slot of training) update(generators.gradients, slot);

      for (const slot of training) {
        const fake = poolChoice(c, slot, pick<tf.Tensor4D>(generators.values, `${slot}.fake`), inputs);
        const { discriminator, image } = sides[slot];
        const { values, gradients } = differentiate(
          () => {
            const objective = discriminatorLoss(c, discriminator, image, fake);
            return { objective, values: { [`${slot}.loss.discriminator`]: objective } };
          },
          select(namesOf(slot, ['discriminator'])),
        );
        Object.assign(outputs, values);
        update(gradients, slot);
      }
      return outputs;
    });
}
