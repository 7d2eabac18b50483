import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary.ts';
import { sha256 } from '../files/hash.ts';
import { loadCheckpoint } from './load.ts';
import {
  type CheckpointAbout,
  MANIFEST_FILE,
  previousOf,
  removeLeftovers,
  STATE_FILE,
  saveCheckpoint,
} from './save.ts';
import { firstState, type TrainingState } from './training-state.ts';

const root = temporaryFolder();
const config = RunConfig.parse({ size: 32, ngf: 4, ndf: 4, blocks: 1, discriminatorLayers: 1, poolSize: 3 });
const keys = ['A', 'B', '영역'];
const about: CheckpointAbout = {
  config,
  domains: keys.map((key) => ({ key, dataset: sha256(key) })),
  engine: { name: 'compiled-cpu', threads: 2 },
};

/** A state after `iteration` iterations, with a pool that is partly full. */
function stateAt(iteration: number): TrainingState {
  const state = firstState(config, keys);
  const [first] = state.domains;
  first?.pool.push(new Float32Array(3 * 32 * 32).fill(iteration / 100), new Float32Array(3 * 32 * 32).fill(-1));
  for (const domain of state.domains) domain.adamSteps = iteration;
  return { ...state, iteration };
}

describe('R8: a checkpoint', () => {
  test('gives back every tensor, pool image and count', async () => {
    const folder = join(root, 'whole', 'checkpoint');
    const { bytes, sha256: hash } = saveCheckpoint(folder, stateAt(7), about);
    const loaded = await loadCheckpoint(folder);
    expect(loaded?.state).toEqual(stateAt(7));
    expect(loaded?.manifest).toMatchObject({ iteration: 7, adamSteps: [7, 7, 7], poolFill: [2, 0, 0], ...about });
    const files = [STATE_FILE, MANIFEST_FILE].map((name) => readFileSync(join(folder, name)));
    expect(bytes).toBe(files.reduce((sum, file) => sum + file.byteLength, 0));
    expect(hash).toBe(sha256(files[1] ?? ''));
  });

  test('replaces the one before and leaves nothing else', async () => {
    const folder = join(root, 'twice', 'checkpoint');
    saveCheckpoint(folder, stateAt(1), about);
    saveCheckpoint(folder, stateAt(2), about);
    expect((await loadCheckpoint(folder))?.state.iteration).toBe(2);
    expect(readdirSync(join(root, 'twice'))).toEqual(['checkpoint']);
  });

  test('the one before is read when a process died between the two renames', async () => {
    const folder = join(root, 'between', 'checkpoint');
    saveCheckpoint(folder, stateAt(3), about);
    renameSync(folder, previousOf(folder));
    expect((await loadCheckpoint(folder))?.state.iteration).toBe(3);
  });

  test('the one before stays when writing the next fails', async () => {
    const folder = join(root, 'failing', 'checkpoint');
    saveCheckpoint(folder, stateAt(4), about);
    const broken = stateAt(5);
    broken.domains.pop();
    expect(() => saveCheckpoint(folder, broken, about)).toThrow('no state of domain 영역');
    expect((await loadCheckpoint(folder))?.state.iteration).toBe(4);
    expect(readdirSync(join(root, 'failing'))).toEqual(['checkpoint']);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['a changed byte', (at) => changeByte(join(at, STATE_FILE)), /its hash differs/],
    ['a missing state', (at) => rmSync(join(at, STATE_FILE)), /ENOENT/],
    ['a manifest that is no JSON', (at) => writeFileSync(join(at, MANIFEST_FILE), '{'), /JSON/],
  ])('%s is noticed and named', async (name, damage, message) => {
    const folder = join(root, name, 'checkpoint');
    saveCheckpoint(folder, stateAt(6), about);
    damage(folder);
    await expect(loadCheckpoint(folder)).rejects.toThrow(message);
  });

  test('there is none where none was written', async () => {
    expect(await loadCheckpoint(join(root, 'nothing'))).toBeUndefined();
  });

  test('what a killed process left half-written is removed, the rest is not', () => {
    const folder = join(root, 'leftovers', 'checkpoint');
    saveCheckpoint(folder, stateAt(8), about);
    mkdirSync(`${folder}.tmp-0a1b2c3d`);
    removeLeftovers(folder);
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(join(root, 'leftovers'))).toEqual(['checkpoint']);
  });
});

function changeByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
