import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCheckpoint } from '../src/checkpoint/load.ts';
import { naturalOrder } from '../src/files/natural-order.ts';
import { pictureFolders } from './images.ts';
import { temporaryFolder } from './temporary.ts';
import { type Ended, inProcess, TINY, TrainerProcess, trainer } from './trainer-process.ts';

const ITERATIONS = 45;
const folder = temporaryFolder();
let newRun: (out: string) => string[];

beforeAll(async () => {
  const { discs, squares } = await pictureFolders(folder);
  newRun = (out) => [
    ...['train', '--json', '--domain', `discs=${discs}`, '--domain', `squares=${squares}`, ...TINY],
    ...['--iterations', String(ITERATIONS), '--checkpoint-every', '7', '--sample-every', '20'],
    ...['--dropout', '--pool-size', '5', '--threads', '2', '--out', out],
  ];
});

/** Starts the trainer and sends it a signal as soon as it reports an iteration from `at` on. */
async function endedBy(signal: NodeJS.Signals, at: number, args: string[]): Promise<Ended> {
  const running = new TrainerProcess(args);
  running.onLine((line) => {
    const { event, iteration } = JSON.parse(line);
    if (event === 'iteration' && iteration >= at) running.child.kill(signal);
  });
  const ended = await running.ended;
  expect(ended.stdout.some((line) => line.includes('"done"'))).toBe(false);
  return ended;
}

/** What must not depend on how often a run was interrupted: losses and pairs, bit for bit; samples; the last state. */
async function outcome(out: string) {
  const lines = readFileSync(join(out, 'log.ndjson'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line));
  const samples = readdirSync(join(out, 'samples')).sort(naturalOrder);
  return {
    iterations: events.filter(({ event }) => event === 'iteration').map(({ ms: _, ...record }) => record),
    sampleEvents: events.filter(({ event }) => event === 'sample'),
    samples: samples.map((name) => [name, readFileSync(join(out, 'samples', name)).toString('base64')]),
    state: (await loadCheckpoint(join(out, 'checkpoint')))?.state,
    last: { event: events.at(-1).event, iteration: events.at(-1).iteration },
  };
}

describe('R8: a run killed at any iteration and resumed on the same engine', () => {
  test('yields the same losses, samples and state, bit for bit, as one never killed', async () => {
    const whole = join(folder, 'whole');
    const killed = join(folder, 'killed');
    const resume = ['train', '--json', '--resume', killed];
    const unkilled = trainer(newRun(whole));
    // Before the first checkpoint, and somewhere at random after it.
    await endedBy('SIGKILL', 3, newRun(killed));
    await endedBy('SIGKILL', 8 + Math.floor(Math.random() * 20), resume);
    // Ctrl-C: stops at the next iteration, with a checkpoint of it.
    const interrupted = await endedBy('SIGINT', 30, resume);
    const stopped = JSON.parse(interrupted.stdout.at(-1) ?? '');
    expect(interrupted.code).toBe(130);
    expect(stopped).toMatchObject({ event: 'stopped', checkpoint: true });
    const { code, stdout, stderr } = await trainer(resume);
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
    expect(JSON.parse(stdout[0] ?? '')).toMatchObject({ event: 'start', iteration: stopped.iteration });
    expect((await unkilled).code).toBe(0);

    const expected = await outcome(whole);
    expect(expected.iterations.map(({ iteration }) => iteration)).toEqual(
      Array.from({ length: ITERATIONS }, (_, i) => i + 1),
    );
    expect(await outcome(killed)).toEqual(expected);
  }, 120_000);

  test('keeps its options and its images', async () => {
    const resume = ['train', '--resume', join(folder, 'whole')];
    const { stderr } = await inProcess([...resume, '--size', '64']);
    expect(stderr).toMatch(/^error: --size: the run in .* has 32, and a resumed run keeps its options\n$/);
    const { discs } = await pictureFolders(join(folder, 'others'), 3);
    const other = await inProcess([...resume, '--domain', `discs=${discs}`]);
    expect(other.stderr).toMatch(/^error: domain discs: its images are not those the checkpoint was trained on;.*\n$/);
  });
});
