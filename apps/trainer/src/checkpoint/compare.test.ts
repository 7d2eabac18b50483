import { CheckpointManifest, CONFIG_FIELDS, RunConfig } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { sha256 } from '../files/hash.ts';
import { compareCheckpoint } from './compare.ts';

const config = RunConfig.parse({ size: 64, iterations: 100 });
const domains = ['cats', 'dogs', '고양이'].map((key) => ({ key, dataset: sha256(key) }));
const manifest = CheckpointManifest.parse({
  format: 'combogan-checkpoint',
  version: 1,
  iteration: 50,
  config,
  domains,
  adamSteps: [1, 1, 1],
  poolFill: [0, 0, 0],
  engine: { name: 'compiled-cpu', threads: 2 },
  files: {},
});

test('B1: a checkpoint of this very run passes', () => {
  expect(() => compareCheckpoint(manifest, config, domains)).not.toThrow();
});

test.each(CONFIG_FIELDS)('B1: another %s is refused by name, with what was expected and what was found', (field) => {
  const found = typeof config[field] === 'number' ? config[field] + 4 : !config[field];
  const other = { ...manifest, config: { ...config, [field]: found } };
  const message = `the checkpoint is of another run: ${field}: expected ${config[field]}, found ${found}`;
  expect(() => compareCheckpoint(other, config, domains)).toThrow(message);
});

test.each([
  [['cats', 'dogs'], 'cats, dogs'],
  [['cats', 'dogs', '고양이', 'more'], 'cats, dogs, 고양이, more'],
  [['dogs', 'cats', '고양이'], 'dogs, cats, 고양이'],
])('B1: domains %j are refused', (keys, expected) => {
  const others = keys.map((key) => ({ key, dataset: sha256(key) }));
  expect(() => compareCheckpoint(manifest, config, others)).toThrow(
    `another run: domains: expected ${expected}, found cats, dogs, 고양이`,
  );
});

test('B1: other images of a domain are refused by its name', () => {
  const others = domains.map(({ key, dataset }) => ({ key, dataset: key === 'dogs' ? sha256('other') : dataset }));
  expect(() => compareCheckpoint(manifest, config, others)).toThrow(
    /^domain dogs: its images are not those .*expected \w{12}, found \w{12}\); put the same files back/,
  );
});
