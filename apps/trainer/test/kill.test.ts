import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@combogan/model';
import { expect, test } from 'vitest';
import { pictureFolders } from './images.ts';
import { outcome } from './outcome.ts';
import { temporaryFolder } from './temporary.ts';
import { TINY, TrainerProcess, trainer } from './trainer-process.ts';

const KILLS = 20;
const ITERATIONS = 160;
const folder = temporaryFolder();

/** Draws of this test; the seed is printed, and KILL_SEED repeats it (what the machine does in the meantime is its own). */
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 32));
const stream = createRandom(seed)('kills', 0);

/** Kills the process some iterations and milliseconds after its first news, wherever that finds it. */
async function life(args: string[]): Promise<TrainerProcess> {
  const running = new TrainerProcess(args);
  const [iterations, milliseconds] = [1 + stream.int(6), stream.int(20)];
  let seen = 0;
  running.onLine((line) => {
    if (JSON.parse(line).event === 'iteration' && ++seen === iterations)
      setTimeout(() => running.child.kill('SIGKILL'), milliseconds);
  });
  await running.ended;
  return running;
}

test(`R8: a run killed ${KILLS} times, with checkpoints truncated too, equals one that never was, bit for bit`, async () => {
  const { discs, squares } = await pictureFolders(folder);
  const newRun = (out: string) => [
    ...['train', '--json', '--domain', `discs=${discs}`, '--domain', `squares=${squares}`, ...TINY],
    ...['--iterations', String(ITERATIONS), '--checkpoint-every', '3', '--sample-every', '40'],
    ...['--dropout', '--pool-size', '5', '--threads', '2', '--engine', 'compiled-cpu', '--out', out],
  ];
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')];
  const checkpoint = join(killed, 'checkpoint');
  const state = join(checkpoint, 'state.safetensors');
  const unkilled = trainer(newRun(whole));

  const starts: number[] = [];
  let [midCheckpoint, truncated, fellBack] = [0, 0, 0];
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, stdout, stderr } = await life(kill === 0 ? newRun(killed) : ['train', '--json', '--resume', killed]);
    expect(child.signalCode, `killed, not ended: ${stdout.at(-1)} ${stderr.join()}`).toBe('SIGKILL');
    starts.push(JSON.parse(stdout[0] ?? '').iteration);
    fellBack += stderr.filter((line) => line.includes('the last checkpoint is damaged')).length;
    if (readdirSync(killed).some((name) => name.startsWith('checkpoint.tmp-'))) midCheckpoint++;
    if (kill % 5 === 4 && existsSync(state) && existsSync(`${checkpoint}.previous`)) {
      truncateSync(state, stream.int(statSync(state).size));
      truncated++;
    }
  }
  const last = await trainer(['train', '--json', '--resume', killed]);
  fellBack += last.stderr.length;
  process.stdout.write(
    `KILL_SEED=${seed}: resumed from ${starts.join(' ')}; ${midCheckpoint} kills met a checkpoint being written, ${truncated} checkpoints were truncated\n`,
  );
  expect({ code: last.code, fellBack }).toEqual({ code: 0, fellBack: truncated });
  expect((await unkilled).code).toBe(0);
  const expected = await outcome(whole);
  expect(expected.iterations).toHaveLength(ITERATIONS);
  expect(await outcome(killed)).toEqual(expected);
}, 300_000);
