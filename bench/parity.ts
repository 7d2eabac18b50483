/**
 * Compares one eager TF.js iteration with the same iteration in PyTorch, from the same weights and images:
 * `npx tsx bench/parity.ts`. Exits 1 when anything differs by more than 1e-4.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunConfig, type RunConfigInput } from '@combogan/contracts';
import { domainParams, iterationOutputs, SLOTS, sizeOf, storageOrder, storedShape } from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { deviation } from './deviation.ts';
import { EagerEngine } from './eager.ts';
import { type Arrays, firstState } from './engine.ts';
import { findTorch, NO_TORCH } from './python.ts';
import { Training } from './training.ts';

const TOLERANCE = 1e-4;
const tiny: RunConfigInput = { size: 32, ngf: 4, ndf: 4, blocks: 3, discriminatorLayers: 3, seed: 7 };
const CASES: Record<string, RunConfigInput> = {
  plain: tiny,
  'every loss': { ...tiny, lambdaIdentity: 0.5, lambdaForward: 0.2, lambdaCycle: 7 },
  'cross-entropy, batch of 2': { ...tiny, ganLoss: 'bce', batch: 2, discriminatorLayers: 2 },
};

/** Losses, fakes, weights and moments after one iteration of ours. */
async function ours(c: RunConfig): Promise<{ images: Arrays; results: Arrays }> {
  const engine = new EagerEngine(c);
  let results: Arrays = {};
  const training = new Training(c, {
    run: async (values) => {
      results = await engine.run(values);
      return results;
    },
    state: () => engine.state(),
  });
  const images = training.drawImages();
  await training.iterate(images);
  return { images, results };
}

/** Splits what lies one after another in a file into arrays by name. */
function unpack(bytes: Buffer, shapes: Record<string, number[]>): Arrays {
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let at = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const from = at;
      at += sizeOf(shape);
      return [name, all.slice(from, at)];
    }),
  );
}

/** The same iteration in PyTorch, from the same first state. */
function theirs(python: string, c: RunConfig, images: Arrays): Arrays {
  const folder = mkdtempSync(join(tmpdir(), 'combogan-parity-'));
  try {
    const shapes: Record<string, number[]> = {};
    for (const slot of SLOTS) {
      shapes[`${slot}.image`] = [c.batch, 3, c.size, c.size];
      for (const spec of domainParams(c)) shapes[`${slot}.${spec.name}`] = storedShape(spec.shape, storageOrder(spec));
    }
    const state = { ...firstState(c), ...images };
    const arrays = Object.entries(shapes).map(([name, shape]) => state[name] ?? new Float32Array(sizeOf(shape)));
    const bytes = arrays.map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength));
    writeFileSync(join(folder, 'tensors.json'), JSON.stringify({ config: c, shapes }));
    writeFileSync(join(folder, 'tensors.bin'), Buffer.concat(bytes));
    const run = spawnSync(python, [join(import.meta.dirname, 'parity.py'), folder], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`PyTorch failed: ${run.stderr}`);
    const outputs = JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')) as Record<string, number[]>;
    return unpack(readFileSync(join(folder, 'outputs.bin')), outputs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const python = findTorch();
if (!python) {
  console.error(NO_TORCH);
  process.exit(2);
}
await tf.setBackend('cpu');
for (const [label, options] of Object.entries(CASES)) {
  const c = RunConfig.parse(options);
  const { images, results } = await ours(c);
  const reference = theirs(python, c, images);
  const worst = new Map<string, { name: string; found: number }>();
  for (const [output, { kind }] of Object.entries(iterationOutputs(c))) {
    const name = output.replace(/^next\./, '');
    const found = deviation(results[output] ?? new Float32Array(), reference[name] ?? new Float32Array());
    if (!(found <= (worst.get(kind)?.found ?? -1))) worst.set(kind, { name, found });
  }
  for (const [kind, { name, found }] of worst) {
    const good = found <= TOLERANCE;
    if (!good) process.exitCode = 1;
    console.log(`${good ? 'ok ' : 'BAD'} ${label}: worst ${kind} differs by ${found.toExponential(1)} (${name})`);
  }
}
