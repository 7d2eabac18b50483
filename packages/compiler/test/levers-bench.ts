/**
 * What each lever gives: the processor time of one training step with that lever off, on one thread, the least of many
 * runs, in turns, so that other load on the machine meets all alike; and the largest resident memory of a process that
 * runs two such steps. Run: npx tsx packages/compiler/test/levers-bench.ts [size]
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-node';
import { compile, DEFAULT_LEVERS, type Levers, PORTABLE_LEVERS, sessionOptions, toOrder } from '../src/index.ts';
import { type NetworkSize, stepPorts, stepValues, trainingStep } from './network.ts';

// Registers TF.js's gradients; only its CommonJS form loads here.
createRequire(import.meta.url)('@tensorflow/tfjs-core/dist/register_all_gradients');

const ROUNDS = 9;
const side = Number(process.argv[2] ?? 128);
const size: NetworkSize = { size: side, channels: 32, blocks: 9 };
const { inputs, options } = stepPorts(size);
const values = stepValues(size);

/** A compiled variant of the step, ready to run. */
async function prepare(levers: Partial<Levers>) {
  const started = performance.now();
  const graph = compile(trainingStep(size), inputs, { ...options, levers });
  const compileMs = performance.now() - started;
  const session = await ort.InferenceSession.create(graph.onnx, sessionOptions(1));
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name, dims, order }) => {
      const shape = inputs[name]?.shape ?? [];
      return [name, new ort.Tensor('float32', toOrder(values[name] ?? new Float32Array(), shape, order), dims)];
    }),
  );
  return { session, feeds, compileMs, nodes: graph.nodeCount, ms: Number.POSITIVE_INFINITY };
}

const variants: [string, Partial<Levers>][] = [
  ['all on', {}],
  ...Object.entries(DEFAULT_LEVERS).map(([name, value]): [string, Partial<Levers>] => [
    name === 'keptTransformBytes' ? 'keptTransformBytes: 0' : `without ${name}`,
    { [name]: value === true ? false : 0 },
  ]),
  ['all off', PORTABLE_LEVERS],
];

/** Largest resident memory of a process of its own: this file, with the levers as its argument. */
function peakMegabytes(levers: Partial<Levers>): number {
  const arguments_ = ['--import', import.meta.resolve('tsx'), fileURLToPath(import.meta.url), String(side)];
  const child = spawnSync(process.execPath, [...arguments_, JSON.stringify(levers)], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  return Number(child.stdout) / 1024;
}

const [, , , only] = process.argv;
if (only) {
  const { session, feeds } = await prepare(JSON.parse(only));
  await session.run(feeds);
  await session.run(feeds);
  process.stdout.write(String(process.resourceUsage().maxRSS));
  process.exit();
}
const prepared = [];
for (const [name, levers] of variants)
  prepared.push({ name, megabytes: peakMegabytes(levers), ...(await prepare(levers)) });
for (let round = 0; round < ROUNDS; round++) {
  for (const variant of prepared) {
    const before = process.cpuUsage();
    await variant.session.run(variant.feeds);
    const { user, system } = process.cpuUsage(before);
    variant.ms = Math.min(variant.ms, (user + system) / 1000);
  }
}
for (const { name, ms, megabytes, nodes, compileMs } of prepared) {
  const time = `${ms.toFixed(0).padStart(5)} ms`;
  process.stdout.write(
    `${name.padEnd(26)} ${time} ${megabytes.toFixed(0).padStart(5)} MB  ${nodes} nodes, compiled in ${compileMs.toFixed(0)} ms\n`,
  );
}
