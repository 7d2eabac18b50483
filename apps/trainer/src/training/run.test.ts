import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { pictureFolders } from '../../test/images.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { loadCheckpoint } from '../checkpoint/load.ts';
import { listImageFiles } from '../data/image-files.ts';
import { createEngine } from '../engines/create.ts';
import type { TrainingEvent } from './events.ts';
import type { TrainingJob } from './job.ts';
import { runTraining } from './run.ts';
import { StopSignal } from './stop.ts';

const root = temporaryFolder();
const config = RunConfig.parse({
  size: 32,
  ngf: 4,
  ndf: 4,
  blocks: 1,
  discriminatorLayers: 1,
  iterations: 9,
  checkpointEvery: 2,
});

async function job(name: string): Promise<TrainingJob> {
  const { discs, squares } = await pictureFolders(join(root, 'images'));
  return {
    run: null,
    config,
    domains: [
      { key: 'discs', train: await listImageFiles('discs', discs), probes: null },
      { key: 'squares', train: await listImageFiles('squares', squares), probes: null },
    ],
    engine: 'compiled-cpu',
    threads: 2,
    folder: join(root, name),
    resume: false,
    changes: [],
    pendingChanges: [],
    pendingAfter: 0,
    stageCheckpoints: false,
    imageBytes: 2 ** 30,
  };
}

test('R6: a loss that is not finite stops the run at that iteration and keeps the last good checkpoint', async () => {
  const events: TrainingEvent[] = [];
  const diverging = await job('diverging');
  await runTraining(
    diverging,
    new StopSignal(),
    { event: (event) => events.push(event), warning: (message) => expect.fail(message) },
    async (...args) => {
      const engine = await createEngine(...args);
      const step = engine.step.bind(engine);
      let calls = 0;
      engine.step = async (input) => {
        const output = await step(input);
        if (++calls === 6) output.losses['B.loss.cycle'] = Number.NaN;
        return output;
      };
      return engine;
    },
  );
  expect(events.at(-1)).toEqual({ event: 'failed', code: 'diverged', message: 'diverged at iteration 6' });
  expect(events.filter(({ event }) => event === 'iteration')).toHaveLength(5);
  expect((await loadCheckpoint(join(diverging.folder, 'checkpoint')))?.manifest.iteration).toBe(4);
  expect(existsSync(join(diverging.folder, 'weights'))).toBe(false);
});

test('a stop that was asked for before the first iteration leaves no checkpoint', async () => {
  const events: TrainingEvent[] = [];
  const stop = new StopSignal();
  stop.stop({ checkpoint: true });
  const stopping = await job('stopping');
  await runTraining(stopping, stop, { event: (event) => events.push(event), warning: () => undefined });
  expect(events.at(-1)).toEqual({ event: 'stopped', iteration: 0, checkpoint: false });
  expect(readdirSync(stopping.folder).sort()).toEqual(['log.ndjson', 'samples']);
});
