import { join } from 'node:path';
import type { RunConfig } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { pictureFolders } from '../../test/images.ts';
import { EVERY_PART, SMALL_KEYS, smallBatch, smallSession, withoutBoundsChecks } from '../../test/small-run.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { listImageFiles } from '../data/image-files.ts';
import { fromPlanes } from '../data/planar.ts';
import { createEngine } from '../engines/create.ts';
import type { TrainingEvent } from './events.ts';
import { runTraining } from './run.ts';
import { renderSheet } from './samples.ts';
import { StopSignal } from './stop.ts';

const folder = temporaryFolder();
beforeAll(withoutBoundsChecks);

const tensors = (): number => tf.memory().numTensors;

describe('T3: the eager engine keeps no tensor', () => {
  test('over 120 iterations with every part on, sample matrices and states taken in between', async () => {
    // Smaller than a run may be, so that TF.js's CPU backend gets through many.
    const config: RunConfig = { ...EVERY_PART, size: 8, ngf: 1, ndf: 1, blocks: 1, batch: 1 };
    const engine = await createEngine('eager-cpu', config, 1);
    const before = tensors();
    const session = smallSession(engine, config);
    const probes = SMALL_KEYS.map((_, domain) => ({ domain, image: fromPlanes(new Float32Array(3 * 64), 8, 8) }));
    const counts = new Set<number>();
    for (let iteration = 1; iteration <= 120; iteration++) {
      await session.iterate(smallBatch(config, iteration));
      if (iteration % 20 === 0) await renderSheet(engine, probes, SMALL_KEYS, config, iteration);
      if (iteration % 30 === 0) await session.state();
      counts.add(tensors());
    }
    expect(counts.size).toBe(1);
    await engine.dispose();
    expect(tensors()).toBe(before);
  }, 120_000);

  test('over a whole run, its checkpoints and weights included', async () => {
    const { discs, squares } = await pictureFolders(folder, 1);
    const config: RunConfig = {
      ...EVERY_PART,
      blocks: 1,
      batch: 1,
      iterations: 4,
      sampleEvery: 2,
      checkpointEvery: 2,
      decayIterations: 2,
    };
    const counts = new Set<number>();
    const events: TrainingEvent[] = [];
    await (await createEngine('eager-cpu', config, 1)).dispose();
    const before = tensors();
    await runTraining(
      {
        run: null,
        config,
        domains: [
          { key: 'discs', train: await listImageFiles('discs', discs), probes: null },
          { key: 'squares', train: await listImageFiles('squares', squares), probes: null },
        ],
        engine: 'eager-cpu',
        threads: 1,
        folder: join(folder, 'run'),
        resume: false,
        changes: [],
        pendingChanges: [],
        pendingAfter: 0,
        stageCheckpoints: false,
        imageBytes: 2 ** 20,
      },
      new StopSignal(),
      {
        event: (event) => {
          events.push(event);
          if (!['start', 'done'].includes(event.event)) counts.add(tensors());
        },
        warning: (message) => expect.fail(message),
      },
    );
    expect(events.at(-1)).toMatchObject({ event: 'done', iteration: 4 });
    expect(counts.size).toBe(1);
    expect(tensors()).toBe(before);
  }, 120_000);
});
