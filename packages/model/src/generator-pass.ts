import type { RunConfig } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { decode } from './decoder.ts';
import { discriminate } from './discriminator.ts';
import { encode } from './encoder.ts';
import { pick, type Weights } from './layers.ts';
import { blur, ganLoss, l1 } from './losses.ts';
import { maskNames, other, type Pass, SLOTS, type Slot, termsOf } from './ports.ts';
import type { DropoutMasks } from './residual.ts';

/** A slot's networks and its real images. */
export interface Side {
  encoder: Weights;
  decoder: Weights;
  discriminator: Weights;
  image: tf.Tensor4D;
}

const bothSides = <T>(f: (slot: Slot) => T): Record<Slot, T> => ({ A: f('A'), B: f('B') });

/**
 * The generators' half of an iteration: fakes, losses, and their weighted sum.
 * `values` holds `A.fake`, `A.loss.gan` and the other generator losses, and the same of B. Losses that depend on no slot
 * in `training` are left out.
 */
export function generatorObjective(
  c: RunConfig,
  sides: Record<Slot, Side>,
  inputs: Record<string, tf.Tensor>,
  training: readonly Slot[] = SLOTS,
) {
  const terms = termsOf(c);
  const masks = (slot: Slot, pass: Pass): DropoutMasks | undefined =>
    c.dropout ? maskNames(c, slot, pass).map((name) => pick<tf.Tensor4D>(inputs, name)) : undefined;
  const encodeWith = (slot: Slot, image: tf.Tensor4D, pass: Pass) =>
    encode(sides[slot].encoder, image, c, masks(slot, pass));
  const decodeWith = (slot: Slot, latent: tf.Tensor4D, pass: Pass) =>
    decode(sides[slot].decoder, latent, c, masks(slot, pass));

  const latent = bothSides((slot) => encodeWith(slot, sides[slot].image, 'encoder.real'));
  const fake = bothSides((slot) => decodeWith(slot, latent[other(slot)], 'decoder.fake'));

  const values: Record<string, tf.Tensor> = { 'A.fake': fake.A, 'B.fake': fake.B };
  let objective: tf.Scalar | undefined;
  const addLoss = (slot: Slot, name: string, loss: tf.Scalar) => {
    values[`${slot}.loss.${name}`] = loss;
    const weighted = name === 'gan' ? loss : (tf.mul(loss, pick(inputs, `lambda.${name}`)) as tf.Scalar);
    objective = objective ? (tf.add(objective, weighted) as tf.Scalar) : weighted;
  };

  for (const slot of SLOTS) {
    addLoss(slot, 'gan', ganLoss(discriminate(sides[slot].discriminator, fake[slot], c), tf.scalar(1), c.ganLoss));
    if (terms.cycle) {
      const back = decodeWith(slot, encodeWith(other(slot), fake[other(slot)], 'encoder.fake'), 'decoder.cycle');
      addLoss(slot, 'cycle', l1(back, sides[slot].image));
    }
    if (terms.identity && training.includes(slot))
      addLoss(slot, 'identity', l1(decodeWith(slot, latent[slot], 'decoder.identity'), sides[slot].image));
    if (terms.forward) addLoss(slot, 'forward', l1(blur(fake[other(slot)]), blur(sides[slot].image)));
  }
  return { objective: objective as tf.Scalar, values };
}
