/**
 * Our side of the comparison: the compiled iteration on onnxruntime-node, driven by the lines that `Side` writes.
 * Does per iteration what a trainer does: weights fed back, history pools, learning rate and Adam's scalars.
 */
import { createInterface } from 'node:readline';
import { RunConfig } from '@combogan/contracts';
import { CompiledIteration } from './compiled.ts';
import type { Introduction, Turn } from './side.ts';

const answer = (message: Introduction | Turn) => process.stdout.write(`${JSON.stringify(message)}\n`);
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();

const setup = JSON.parse((await lines.next()).value ?? 'null') as { config: unknown; threads: number };
const iteration = await CompiledIteration.create(RunConfig.parse(setup.config), setup.threads);
answer({ version: iteration.version, threads: setup.threads });

for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const { iterations } = JSON.parse(line.value) as { iterations: number };
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  let losses: Record<string, number> = {};
  for (let i = 0; i < iterations; i++) {
    const images = iteration.drawImages();
    const [started, burned] = [performance.now(), process.cpuUsage()];
    losses = await iteration.run(images);
    const { user, system } = process.cpuUsage(burned);
    wallMs.push(performance.now() - started);
    cpuMs.push((user + system) / 1000);
  }
  answer({ wallMs, cpuMs, peakBytes: 1024 * process.resourceUsage().maxRSS, losses });
}
