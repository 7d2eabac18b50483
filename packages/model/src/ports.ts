import type { RunConfig } from '@combogan/contracts';
import { adamScalars } from './adam.ts';
import { decoderBlocks, domainParams, encoderBlocks, latentChannels } from './params.ts';
import { learningRate } from './schedule.ts';
import { IMAGE_ORDER, storageOrder } from './storage.ts';

/** The two places of an iteration that the drawn pair of domains takes. */
export const SLOTS = ['A', 'B'] as const;
export type Slot = (typeof SLOTS)[number];
export const other = (slot: Slot): Slot => (slot === 'A' ? 'B' : 'A');

/**
 * Passes through a slot's networks that have dropout masks of their own, in order:
 * the encoder sees the real image and the fake made for its domain; the decoder makes the fake, the cycled image and,
 * with an identity loss, the autoencoded one.
 */
export type Pass = 'encoder.real' | 'encoder.fake' | 'decoder.fake' | 'decoder.cycle' | 'decoder.identity';

/** Which parts of the iteration this run needs: a term whose lambda is 0 is not computed at all. */
export interface Terms {
  cycle: boolean;
  identity: boolean;
  forward: boolean;
  /** Discriminators see fakes out of a history pool. */
  pool: boolean;
}

export const termsOf = (c: RunConfig): Terms => ({
  cycle: c.lambdaCycle > 0,
  identity: c.lambdaIdentity > 0,
  forward: c.lambdaForward > 0,
  pool: c.poolSize > 0,
});

/** Passes of this run through a slot's networks; `trains` is false when the slot's domain is frozen. */
export function passesOf(c: RunConfig, trains = true): Pass[] {
  const terms = termsOf(c);
  return [
    'encoder.real',
    ...(terms.cycle ? (['encoder.fake'] as const) : []),
    'decoder.fake',
    ...(terms.cycle ? (['decoder.cycle'] as const) : []),
    ...(terms.identity && trains ? (['decoder.identity'] as const) : []),
  ];
}

/** Names of the mask inputs of one pass, one per residual block. Empty without dropout. */
export function maskNames(c: RunConfig, slot: Slot, pass: Pass): string[] {
  if (!c.dropout) return [];
  const blocks = pass.startsWith('encoder') ? encoderBlocks(c) : decoderBlocks(c);
  return Array.from({ length: blocks }, (_, i) => `${slot}.${pass}.mask${i + 1}`);
}

export type PortKind = 'weight' | 'moment' | 'image' | 'mask' | 'scalar' | 'loss';

/** One input or output of the iteration. */
export interface Port {
  /** Logical shape; images are [batch, height, width, channel], scalars []. */
  shape: number[];
  dtype: 'float32';
  kind: PortKind;
  /** How it is best stored and fed: stored dimension k holds logical axis order[k]. */
  order: number[];
}

const ADAM_SCALARS = ['adam.stepSize', 'adam.epsilon'] as const;
const scalar: Port = { shape: [], dtype: 'float32', kind: 'scalar', order: [] };

/**
 * Name of the output that holds an input's updated value. It differs from the input's, since a graph can't have an
 * input and an output of one name.
 */
export const nextName = (input: string): string => `next.${input}`;

/** Learned tensors of one slot, by input name, and their Adam moments unless it is frozen. */
function statePorts(c: RunConfig, slot: Slot, trains: boolean): [string, Port][] {
  return domainParams(c)
    .filter((spec) => !spec.inert)
    .flatMap((spec): [string, Port][] => {
      const port = { shape: spec.shape, dtype: 'float32', order: storageOrder(spec) } as const;
      const name = `${slot}.${spec.name}`;
      return [
        [name, { ...port, kind: 'weight' }],
        ...(['m', 'v'] as const)
          .filter(() => trains)
          .map((moment): [string, Port] => [`${name}.${moment}`, { ...port, kind: 'moment' }]),
      ];
    });
}

const imagePort = (c: RunConfig): Port => ({
  shape: [c.batch, c.size, c.size, 3],
  dtype: 'float32',
  kind: 'image',
  order: IMAGE_ORDER,
});

/**
 * Every input of `iterationStep(c)`, by name:
 * - `A.encoder.conv1.weight`, with `.m` and `.v` for its Adam moments; likewise decoder, discriminator and slot B
 * - `A.image` in [-1, 1]
 * - with a history pool: `A.poolFake` [batch, height, width, 3], and `A.usePool` [batch, 1, 1, 1], 1 where the
 *   discriminator shall see poolFake instead of this iteration's fake
 * - with dropout: `A.encoder.real.mask1` [batch, height/4, width/4, 4*ngf], 0 or 2, per pass and residual block
 * - scalars, see `iterationScalars`
 *
 * A slot that is not in `training` holds a frozen domain: of it there are the weights, the image and the masks.
 */
export function iterationInputs(c: RunConfig, training: readonly Slot[] = SLOTS): Record<string, Port> {
  const terms = termsOf(c);
  const ports = SLOTS.flatMap((slot): [string, Port][] => {
    const mask: Port = {
      shape: [c.batch, c.size / 4, c.size / 4, latentChannels(c)],
      dtype: 'float32',
      kind: 'mask',
      order: IMAGE_ORDER,
    };
    const trains = training.includes(slot);
    return [
      ...statePorts(c, slot, trains),
      [`${slot}.image`, imagePort(c)],
      ...(terms.pool && trains
        ? ([
            [`${slot}.poolFake`, imagePort(c)],
            [`${slot}.usePool`, { shape: [c.batch, 1, 1, 1], dtype: 'float32', kind: 'scalar', order: [0, 1, 2, 3] }],
          ] satisfies [string, Port][])
        : []),
      ...passesOf(c, trains).flatMap((pass) => maskNames(c, slot, pass).map((name): [string, Port] => [name, mask])),
      ...(trains ? ADAM_SCALARS : []).map((name): [string, Port] => [`${slot}.${name}`, scalar]),
    ];
  });
  const lambdas = (['cycle', 'identity', 'forward'] as const).filter((term) => terms[term]);
  return Object.fromEntries([...ports, ...lambdas.map((term): [string, Port] => [`lambda.${term}`, scalar])]);
}

/**
 * Losses of a slot that this run computes. Of a frozen domain's, the identity and the discriminator loss depend on
 * nothing that trains, so there `trains` leaves them out.
 */
export const lossesOf = (c: RunConfig, trains = true) => {
  const terms = termsOf(c);
  return [
    'gan' as const,
    ...(['cycle', 'identity', 'forward'] as const).filter((term) => terms[term] && (trains || term !== 'identity')),
    ...(['discriminator'] as const).filter(() => trains),
  ];
};

/**
 * Every output of `iterationStep(c)`: updated weights and moments, named by `nextName`; `A.fake` (the translation into A
 * of B's image), and `A.loss.gan`, ... for every loss of `lossesOf(c)`. Of a slot that is not in `training` nothing is
 * updated.
 */
export function iterationOutputs(c: RunConfig, training: readonly Slot[] = SLOTS): Record<string, Port> {
  return Object.fromEntries(
    SLOTS.flatMap((slot): [string, Port][] => {
      const trains = training.includes(slot);
      const updated = trains ? statePorts(c, slot, trains) : [];
      return [
        ...updated.map(([name, port]): [string, Port] => [nextName(name), port]),
        [`${slot}.fake`, imagePort(c)],
        ...lossesOf(c, trains).map((loss): [string, Port] => [`${slot}.loss.${loss}`, { ...scalar, kind: 'loss' }]),
      ];
    }),
  );
}

/**
 * Values of every scalar input but `usePool`. `iteration` counts from 1; `adamSteps` are the steps each slot's domain
 * has taken before this one. `now` is the config with what was changed since: its lambdas and learning rate count, so a
 * running step is given others without compiling again (those that are 0 in `c` stay out).
 */
export function iterationScalars(
  c: RunConfig,
  iteration: number,
  adamSteps: Record<Slot, number>,
  now: RunConfig = c,
): Record<string, number> {
  const rate = learningRate(now, iteration);
  const a = adamScalars(c, rate, adamSteps.A + 1);
  const b = adamScalars(c, rate, adamSteps.B + 1);
  const terms = termsOf(c);
  return {
    'A.adam.stepSize': a.stepSize,
    'A.adam.epsilon': a.epsilon,
    'B.adam.stepSize': b.stepSize,
    'B.adam.epsilon': b.epsilon,
    ...(terms.cycle ? { 'lambda.cycle': now.lambdaCycle } : {}),
    ...(terms.identity ? { 'lambda.identity': now.lambdaIdentity } : {}),
    ...(terms.forward ? { 'lambda.forward': now.lambdaForward } : {}),
  };
}
