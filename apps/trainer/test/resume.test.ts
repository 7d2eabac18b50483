import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCheckpoint } from '../src/checkpoint/load.ts';
import { previousOf, saveCheckpoint } from '../src/checkpoint/save.ts';
import { known } from '../src/engines/state-shapes.ts';
import { pictureFolders } from './images.ts';
import { outcome } from './outcome.ts';
import { temporaryFolder } from './temporary.ts';
import { type Ended, inProcess, TINY, TrainerProcess, trainer } from './trainer-process.ts';

const ITERATIONS = 45;
const folder = temporaryFolder();
const whole = join(folder, 'whole');
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

describe('R8: a run killed at any iteration and resumed on the same engine', () => {
  test('yields the same losses, samples and state, bit for bit, as one never killed', async () => {
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
    const resume = ['train', '--resume', whole];
    const { stderr } = await inProcess([...resume, '--size', '64']);
    expect(stderr).toMatch(/^error: --size: the run in .* has 32, and a resumed run keeps its options\n$/);
    const { discs } = await pictureFolders(join(folder, 'others'), 3);
    const other = await inProcess([...resume, '--domain', `discs=${discs}`]);
    expect(other.stderr).toMatch(
      /^error: domain discs: its images are not those the checkpoint was trained on \(.*\n$/,
    );
  });

  test('goes on from the checkpoint before when the last one is damaged, and says so', async () => {
    const damaged = copyOfWhole('damaged');
    truncateSync(join(damaged, 'checkpoint', 'state.safetensors'), 5000);
    const { code, stdout, stderr } = await trainer(['train', '--json', '--resume', damaged]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: [
        expect.stringMatching(
          /^warning: the last checkpoint is damaged \(state\.safetensors: expected \d+ bytes, found 5000\): going on from the one before, of iteration 42$/,
        ),
      ],
    });
    expect(JSON.parse(stdout[0] ?? '')).toMatchObject({ event: 'start', iteration: 42 });
    expect(await outcome(damaged)).toEqual(await outcome(whole));
  }, 120_000);

  test('B1: refuses the checkpoint of another run, naming the difference, and one that is damaged all through', async () => {
    const other = copyOfWhole('other');
    const resume = ['train', '--resume', other];
    const run = JSON.parse(readFileSync(join(other, 'run.json'), 'utf8'));
    writeFileSync(join(other, 'run.json'), JSON.stringify({ ...run, config: { ...run.config, lambdaCycle: 5 } }));
    expect((await inProcess(resume)).stderr).toBe(
      'error: the checkpoint is of another run: lambdaCycle: expected 5, found 10\n',
    );
    const checkpoint = join(other, 'checkpoint');
    for (const place of [checkpoint, `${checkpoint}.previous`]) truncateSync(join(place, 'state.safetensors'), 5000);
    expect((await inProcess(resume)).stderr).toMatch(
      /^error: the checkpoint .* is damaged: state\.safetensors: expected .*; and the one before: state\.safetensors: .*\n$/,
    );
  });

  test('R6: stops at the iteration whose loss is not finite and keeps the last good checkpoint', async () => {
    const diverging = copyOfWhole('diverging');
    const checkpoint = join(diverging, 'checkpoint');
    const before = await loadCheckpoint(previousOf(checkpoint));
    if (!before) throw new Error('no checkpoint');
    // Weights that overflow: the next loss is not a number.
    for (const { tensors } of before.state.domains) known(tensors, 'encoder.down1.weight').fill(3e38);
    saveCheckpoint(checkpoint, before.state, before.manifest);
    const { code, stderr } = await trainer(['train', '--resume', diverging]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: ['error: diverged at iteration 43'] });
    const log = readFileSync(join(diverging, 'log.ndjson'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(log.at(-1) ?? '')).toMatchObject({ event: 'failed', code: 'diverged' });
    expect((await loadCheckpoint(checkpoint))?.manifest.iteration).toBe(42);
  }, 120_000);
});

/** A run that is done, to be changed. */
function copyOfWhole(name: string): string {
  cpSync(whole, join(folder, name), { recursive: true });
  return join(folder, name);
}
