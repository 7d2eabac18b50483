/**
 * Our side of the comparison: the compiled iteration on onnxruntime-node, driven by the lines that `Side` writes.
 */
import { createInterface } from 'node:readline';
import { RunConfig } from '@combogan/contracts';
import { env } from 'onnxruntime-node';
import { CompiledEngine } from './compiled.ts';
import type { Introduction, Turn } from './side.ts';
import { Training } from './training.ts';

const answer = (message: Introduction | Turn) => process.stdout.write(`${JSON.stringify(message)}\n`);
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();

const setup = JSON.parse((await lines.next()).value ?? 'null') as { config: unknown; threads: number };
const config = RunConfig.parse(setup.config);
const engine = await CompiledEngine.create(config, setup.threads);
const training = new Training(config, engine);
answer({
  version: `onnxruntime-node ${env.versions.node}`,
  threads: setup.threads,
  flops: engine.flops,
});

for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const { iterations } = JSON.parse(line.value) as { iterations: number };
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  let losses: Record<string, number> = {};
  for (let i = 0; i < iterations; i++) {
    const images = training.drawImages();
    const [started, burned] = [performance.now(), process.cpuUsage()];
    losses = await training.iterate(images);
    const { user, system } = process.cpuUsage(burned);
    wallMs.push(performance.now() - started);
    cpuMs.push((user + system) / 1000);
  }
  answer({ wallMs, cpuMs, peakBytes: 1024 * process.resourceUsage().maxRSS, losses });
}
