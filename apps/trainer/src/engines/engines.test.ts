import type { LossName, RunConfig } from '@combogan/contracts';
import { createRandom } from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distance } from '../../test/distance.ts';
import {
  EVERY_PART,
  SMALL_CONFIG,
  SMALL_KEYS,
  smallBatch,
  smallSession,
  withoutBoundsChecks,
} from '../../test/small-run.ts';
import { createEngine } from './create.ts';
import type { Engine, FeatureMaps, StoredTensors } from './engine.ts';

const statesOf = (engine: Engine): Promise<StoredTensors[]> =>
  Promise.all(SMALL_KEYS.map((_, domain) => engine.tensors(domain)));

/** Trains both engines on the same iterations; every loss and weight must stay within 1e-4, relative. */
async function expectAgreement(
  config: RunConfig,
  engines: readonly [Engine, Engine],
  iterations: number,
  frozen?: ReadonlySet<number>,
) {
  const sessions = [smallSession(engines[0], config, frozen), smallSession(engines[1], config, frozen)] as const;
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const batch = smallBatch(config, iteration);
    const [a, b] = [await sessions[0].iterate(batch), await sessions[1].iterate(batch)];
    expect(a.domains).toEqual(b.domains);
    for (const [domain, losses] of Object.entries(a.losses))
      for (const [name, value] of Object.entries(losses)) {
        const other = b.losses[domain]?.[name as LossName] ?? Number.NaN;
        expect(Math.abs(value - other) / Math.abs(value), `${iteration} ${domain} ${name}`).toBeLessThan(1e-4);
      }
  }
  const [ours, reference] = [await statesOf(engines[0]), await statesOf(engines[1])];
  for (const [domain, tensors] of ours.entries())
    for (const [name, values] of Object.entries(tensors)) {
      if (/\.[mv]$/.test(name)) continue;
      const apart = distance(values, reference[domain]?.[name] ?? new Float32Array());
      expect(apart, `${SMALL_KEYS[domain]} ${name}`).toBeLessThan(1e-4);
    }
  return sessions;
}

describe('X1: the compiled and the eager engine', () => {
  let compiled: Engine;
  let eager: Engine;
  beforeAll(async () => {
    withoutBoundsChecks();
    compiled = await createEngine('compiled-cpu', SMALL_CONFIG, 2);
    eager = await createEngine('eager-cpu', SMALL_CONFIG, 1);
  });
  afterAll(async () => {
    await compiled.dispose();
    await eager.dispose();
  });

  test('agree on losses and all weights to 1e-4 relative after 20 iterations', async () => {
    const sessions = await expectAgreement(SMALL_CONFIG, [compiled, eager], 20);
    const states = [await sessions[0].state(), await sessions[1].state()];
    expect(states.map(({ domains }) => domains.map(({ adamSteps, pool }) => [adamSteps, pool.length]))).toEqual(
      Array(2).fill([
        [13, 3],
        [13, 3],
        [14, 3],
      ]),
    );
  }, 300_000);

  test('R11: agree with every part of the iteration on, and with frozen domains, which stay as they are', async () => {
    const engines = [
      await createEngine('compiled-cpu', EVERY_PART, 2),
      await createEngine('eager-cpu', EVERY_PART, 1),
    ] as const;
    await expectAgreement(EVERY_PART, engines, 2);
    // The pairs are (B, C) and (C, A): C learns, in either slot.
    const session = smallSession(engines[0], EVERY_PART);
    const before = (await session.state()).domains.map(({ tensors }) => tensors);
    const [frozen] = await expectAgreement(EVERY_PART, engines, 2, new Set([0, 1]));
    const { domains } = await frozen.state();
    expect(domains.map(({ adamSteps, pool }) => [adamSteps, pool.length])).toEqual([
      [0, 0],
      [0, 0],
      [2, 3],
    ]);
    expect(domains.slice(0, 2).map(({ tensors }) => tensors)).toEqual(before.slice(0, 2));
    expect(domains[2]?.tensors).not.toEqual(before[2]);
    for (const engine of engines) await engine.dispose();
  }, 120_000);

  test('change nothing of the domain that was not drawn', async () => {
    const session = smallSession(compiled);
    for (let iteration = 1; iteration <= 3; iteration++) {
      const batch = smallBatch(SMALL_CONFIG, iteration);
      const undrawn = SMALL_KEYS.findIndex((_, domain) => !batch.pair.includes(domain));
      const before = await compiled.tensors(undrawn);
      await session.iterate(batch);
      expect(await compiled.tensors(undrawn)).toEqual(before);
      expect(await compiled.tensors(batch.pair[0])).not.toEqual(before);
    }
  });

  test('translate alike, whatever the size and the number of images', async () => {
    const stream = createRandom(4)('images');
    const dims = [3, 3, 40, 56] as const;
    const images: FeatureMaps = {
      data: Float32Array.from({ length: 3 * 3 * 40 * 56 }, () => 2 * stream.uniform() - 1),
      dims,
    };
    const translations = [];
    for (const engine of [compiled, eager]) {
      for (const [domain, tensors] of (await statesOf(compiled)).entries()) engine.load(domain, tensors);
      const latents = await engine.encode(0, images);
      expect(latents.dims).toEqual([3, 16, 10, 14]);
      translations.push(await engine.decode(2, latents));
    }
    const [a, b] = translations;
    expect(a?.dims).toEqual(dims);
    expect(distance(a?.data ?? new Float32Array(), b?.data ?? new Float32Array())).toBeLessThan(1e-5);
  });

  test('the compiled one repeats bit for bit', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const session = smallSession(compiled);
      const losses = [];
      for (let iteration = 1; iteration <= 5; iteration++)
        losses.push((await session.iterate(smallBatch(SMALL_CONFIG, iteration))).losses);
      runs.push({ losses, states: await statesOf(compiled) });
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  test('the eager one leaves no tensors behind', async () => {
    const session = smallSession(eager);
    await session.iterate(smallBatch(SMALL_CONFIG, 1));
    const { numTensors } = tf.memory();
    await session.iterate(smallBatch(SMALL_CONFIG, 2));
    await session.state();
    await eager.decode(1, await eager.encode(0, { data: new Float32Array(3 * 32 * 32), dims: [1, 3, 32, 32] }));
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

test.each([
  ['eager-node', /@tensorflow\/tfjs-node is not installed; run `npm install/],
  ['eager-node-gpu', /@tensorflow\/tfjs-node-gpu .*; run `npm run trainer:cuda`; it needs CUDA 11.2/],
] as const)('%s says what to install where it is missing', async (name, message) => {
  await expect(createEngine(name, SMALL_CONFIG, 1)).rejects.toThrow(message);
});
