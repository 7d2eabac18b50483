/**
 * Compares one eager TF.js iteration with the same iteration in PyTorch, from the same weights and images:
 * `npm run --silent parity -w @combogan/bench`. Exits 1 when anything differs by more than 1e-4.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunConfig, type RunConfigInput } from '@combogan/contracts';
import {
  domainParams,
  iterationInputs,
  iterationOutputs,
  iterationStep,
  storageOrder,
  storedShape,
  toStored,
} from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { firstInputs, tensorOf } from './eager.ts';
import { findTorch, NO_TORCH } from './python.ts';

const TOLERANCE = 1e-4;
const tiny: RunConfigInput = { size: 32, ngf: 4, ndf: 4, blocks: 3, discriminatorLayers: 3, poolSize: 0 };
const CASES: Record<string, RunConfigInput> = {
  plain: tiny,
  'every loss': { ...tiny, lambdaIdentity: 0.5, lambdaForward: 0.2, lambdaCycle: 7 },
  'cross-entropy, batch of 2': { ...tiny, ganLoss: 'bce', batch: 2, discriminatorLayers: 2 },
};

type Arrays = Record<string, Float32Array>;

function ours(c: RunConfig, inputs: Arrays): Arrays {
  const ports = iterationInputs(c);
  return tf.tidy(() => {
    const outputs = iterationStep(c)(
      Object.fromEntries(
        Object.entries(ports).map(([name, port]) => [name, tensorOf(inputs[name] ?? new Float32Array(), port)]),
      ),
    );
    return Object.fromEntries(
      Object.entries(iterationOutputs(c)).map(([name, port]) => {
        const values = outputs[name]?.dataSync() as Float32Array;
        return [name, port.shape.length === 0 ? values : toStored(values, port.shape, port.order)];
      }),
    );
  });
}

function theirs(python: string, c: RunConfig, inputs: Arrays): Arrays {
  const folder = mkdtempSync(join(tmpdir(), 'combogan-parity-'));
  try {
    const shapes: Record<string, number[]> = {};
    for (const slot of ['A', 'B']) {
      shapes[`${slot}.image`] = [c.batch, 3, c.size, c.size];
      for (const spec of domainParams(c)) shapes[`${slot}.${spec.name}`] = storedShape(spec.shape, storageOrder(spec));
    }
    const sizes = Object.entries(shapes).map(
      ([name, shape]) => inputs[name] ?? new Float32Array(shape.reduce((a, b) => a * b)),
    );
    writeFileSync(join(folder, 'tensors.json'), JSON.stringify({ config: c, shapes }));
    writeFileSync(
      join(folder, 'tensors.bin'),
      Buffer.concat(sizes.map((x) => Buffer.from(x.buffer, x.byteOffset, x.byteLength))),
    );
    const run = spawnSync(python, [join(import.meta.dirname, 'parity.py'), folder], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`PyTorch failed: ${run.stderr}`);
    const outputs = JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8')) as Record<string, number[]>;
    const bytes = readFileSync(join(folder, 'outputs.bin'));
    const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    let at = 0;
    return Object.fromEntries(
      Object.entries(outputs).map(([name, shape]) => {
        const size = shape.reduce((a, b) => a * b, 1);
        at += size;
        return [name, all.slice(at - size, at)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Norm of the difference over the norm of the reference. */
function deviation(a: Float32Array, b: Float32Array): number {
  const norm = (x: Float32Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  return norm(a.map((value, i) => value - (b[i] ?? Number.NaN))) / norm(b);
}

const python = findTorch();
if (!python) {
  console.error(NO_TORCH);
  process.exit(2);
}
await tf.setBackend('cpu');
for (const [label, options] of Object.entries(CASES)) {
  const c = RunConfig.parse({ ...options, seed: 7 });
  const inputs = firstInputs(c);
  const reference = theirs(python, c, inputs);
  const worst: Record<string, { name: string; deviation: number }> = {};
  for (const [name, values] of Object.entries(ours(c, inputs))) {
    const kind = iterationOutputs(c)[name]?.kind ?? 'weight';
    const found = deviation(values, reference[name.replace(/^next\./, '')] ?? new Float32Array());
    if (!(found <= (worst[kind]?.deviation ?? -1))) worst[kind] = { name, deviation: found };
  }
  for (const [kind, { name, deviation: found }] of Object.entries(worst)) {
    const good = found <= TOLERANCE;
    if (!good) process.exitCode = 1;
    console.log(`${good ? 'ok ' : 'BAD'} ${label}: worst ${kind} differs by ${found.toExponential(1)} (${name})`);
  }
}
