import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunConfig, type RunConfigInput } from '@combogan/contracts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cachedGraph } from './graph-cache.ts';
import { compileStep } from './graphs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graph-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const SMALL: RunConfigInput = { size: 32, ngf: 4, ndf: 4, blocks: 2, discriminatorLayers: 1 };
/** What only feeds a step. */
const FEEDS: RunConfigInput = {
  seed: 9,
  iterations: 77,
  decayIterations: 7,
  learningRate: 0.001,
  loadSize: 50,
  flip: false,
  sampleEvery: 3,
  checkpointEvery: 4,
};
const files = () => readdirSync(join(folder, 'combogan-trainer', 'graphs'));
const bytes = (...values: number[]) => Uint8Array.from(values);

it('C5: a second start of the same shape reads what the first one compiled', () => {
  const config = RunConfig.parse(SMALL);
  expect(cachedGraph('step', config, () => bytes(1, 2, 3))).toEqual(bytes(1, 2, 3));
  const again = cachedGraph('step', RunConfig.parse({ ...SMALL, ...FEEDS }), () => bytes(4));
  expect(Uint8Array.from(again)).toEqual(bytes(1, 2, 3));
});

it('what the cache leaves out of account is not in the graph', () => {
  const plain = compileStep(RunConfig.parse(SMALL), 'cpu');
  const other = compileStep(RunConfig.parse({ ...SMALL, ...FEEDS }), 'cpu');
  expect(Buffer.compare(plain.onnx, other.onnx)).toBe(0);
});

it('C5: another kind, shape or loss is another graph', () => {
  const make = (value: number) => () => bytes(value);
  expect(cachedGraph('step', RunConfig.parse(SMALL), make(1))).toEqual(bytes(1));
  expect(cachedGraph('other', RunConfig.parse(SMALL), make(2))).toEqual(bytes(2));
  expect(cachedGraph('step', RunConfig.parse({ ...SMALL, size: 36 }), make(3))).toEqual(bytes(3));
  expect(cachedGraph('step', RunConfig.parse({ ...SMALL, beta1: 0.9 }), make(4))).toEqual(bytes(4));
  expect(cachedGraph('step', RunConfig.parse({ ...SMALL, lambdaIdentity: 1 }), make(5))).toEqual(bytes(5));
});

it('C5: a damaged file is compiled again, and mended', () => {
  const config = RunConfig.parse(SMALL);
  cachedGraph('step', config, () => bytes(1, 2, 3));
  const path = join(folder, 'combogan-trainer', 'graphs', files()[0] ?? '');
  writeFileSync(path, readFileSync(path).subarray(0, -1));
  expect(cachedGraph('step', config, () => bytes(5))).toEqual(bytes(5));
  expect(Uint8Array.from(cachedGraph('step', config, () => bytes(6)))).toEqual(bytes(5));
});

it('keeps the last sixteen, and does without where it may not write', () => {
  for (let seed = 0; seed < 20; seed++) cachedGraph(`kind${seed}`, RunConfig.parse(SMALL), () => bytes(seed));
  expect(files()).toHaveLength(16);
  vi.stubEnv('XDG_CACHE_HOME', '/dev/null');
  expect(cachedGraph('step', RunConfig.parse(SMALL), () => bytes(8))).toEqual(bytes(8));
});
