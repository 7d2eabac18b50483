/** A training of many domains on noise, driven by the lines that `Side` writes. Argument: how many domains. */
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { RunConfig } from '@combogan/contracts';
import { firstState } from '../apps/trainer/src/checkpoint/training-state.ts';
import { createEngine } from '../apps/trainer/src/engines/create.ts';
import { noiseBatch } from '../apps/trainer/src/engines/signature.ts';
import { TrainingSession } from '../apps/trainer/src/training/session.ts';
import { residentBytes } from './resident.ts';
import type { Introduction, Turn } from './side.ts';

const domains = Number(process.argv[2]);
const answer = (message: Introduction | Turn) => process.stdout.write(`${JSON.stringify(message)}\n`);
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
const setup = JSON.parse((await lines.next()).value ?? 'null') as { config: unknown; threads: number };
const config = RunConfig.parse(setup.config);
const keys = Array.from({ length: domains }, (_, i) => `domain${i}`);
const engine = await createEngine('compiled-cpu', config, setup.threads);
const session = new TrainingSession(engine, config, keys, firstState(config, keys));
answer({ version: engine.name, threads: setup.threads });

for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const { iterations } = JSON.parse(line.value) as { iterations: number };
  const turn: Turn = { wallMs: [], cpuMs: [], peakBytes: 0, losses: {} };
  for (let i = 0; i < iterations; i++) {
    const iteration = session.iteration + 1;
    const pair: [number, number] = [(2 * iteration) % domains, (2 * iteration + 1) % domains];
    const batch = { ...noiseBatch(config, iteration), pair };
    const [started, burned] = [performance.now(), process.cpuUsage()];
    await session.iterate(batch);
    const { user, system } = process.cpuUsage(burned);
    turn.wallMs.push(performance.now() - started);
    turn.cpuMs.push((user + system) / 1000);
  }
  // What the first state and the batches left behind is not the training's.
  globalThis.gc?.();
  await setTimeout(0);
  globalThis.gc?.();
  turn.peakBytes = residentBytes(process.pid);
  turn.heldBytes = process.memoryUsage().arrayBuffers;
  answer(turn);
}
