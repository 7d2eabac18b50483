import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
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
  setAside,
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

  test('keeps the one before and nothing else', async () => {
    const folder = join(root, 'thrice', 'checkpoint');
    for (const iteration of [1, 2, 3]) saveCheckpoint(folder, stateAt(iteration), about);
    expect((await loadCheckpoint(folder))?.state.iteration).toBe(3);
    expect((await loadCheckpoint(previousOf(folder)))?.state.iteration).toBe(2);
    expect(readdirSync(join(root, 'thrice'))).toEqual(['checkpoint', 'checkpoint.previous']);
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

  const edit = (at: string, change: (manifest: Record<string, unknown>) => object) =>
    writeFileSync(
      join(at, MANIFEST_FILE),
      JSON.stringify(change(JSON.parse(readFileSync(join(at, MANIFEST_FILE), 'utf8')))),
    );
  const DAMAGE: [string, (folder: string) => void, RegExp][] = [
    [
      'a changed byte',
      (at) => changeByte(join(at, STATE_FILE)),
      /^state\.safetensors: expected SHA-256 [0-9a-f]{12}, found/,
    ],
    [
      'a truncated state',
      (at) => truncateSync(join(at, STATE_FILE), 1000),
      /^state.*: expected \d{5,} bytes, found 1000$/,
    ],
    ['a missing state', (at) => rmSync(join(at, STATE_FILE)), /^state\.safetensors is missing$/],
    ['a missing manifest', (at) => rmSync(join(at, MANIFEST_FILE)), /^manifest\.json is missing$/],
    ['half a manifest', (at) => truncateSync(join(at, MANIFEST_FILE), 100), /^manifest\.json is not JSON$/],
    [
      'a manifest without iteration',
      (at) => edit(at, ({ iteration: _, ...rest }) => rest),
      /^manifest\.json: iteration: /,
    ],
  ];
  test.each(DAMAGE)(
    '%s is named; the one before is taken, and no newer one is given up for it',
    async (name, damage, problem) => {
      const folder = join(root, name, 'checkpoint');
      saveCheckpoint(folder, stateAt(5), about);
      saveCheckpoint(folder, stateAt(6), about);
      damage(folder);
      const loaded = await loadCheckpoint(folder);
      expect(loaded).toMatchObject({ state: { iteration: 5 }, damaged: expect.stringMatching(problem) });
      setAside(folder);
      saveCheckpoint(folder, stateAt(7), about);
      expect((await loadCheckpoint(folder))?.state.iteration).toBe(7);
      expect((await loadCheckpoint(previousOf(folder)))?.state.iteration).toBe(5);

      damage(folder);
      damage(previousOf(folder));
      await expect(loadCheckpoint(folder)).rejects.toThrow(/ is damaged: .*; and the one before: /);
    },
  );

  test('of another format or version is refused; the one before is not taken for it', async () => {
    const folder = join(root, 'newer', 'checkpoint');
    saveCheckpoint(folder, stateAt(5), about);
    saveCheckpoint(folder, stateAt(6), about);
    edit(folder, (manifest) => ({ ...manifest, version: 2, more: {} }));
    await expect(loadCheckpoint(folder)).rejects.toThrow(/can't be read here: version: expected 1, found 2$/);
    edit(folder, (manifest) => ({ ...manifest, format: 'combogan-weights' }));
    await expect(loadCheckpoint(folder)).rejects.toThrow(
      /format: expected combogan-checkpoint, found combogan-weights$/,
    );
  });

  test('R6: a state that is not finite is not written, and the last good one stays', async () => {
    const folder = join(root, 'diverged', 'checkpoint');
    saveCheckpoint(folder, stateAt(5), about);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const state = stateAt(6);
      state.domains[1]?.tensors['decoder.out.weight.m']?.fill(value, 7, 8);
      expect(() => saveCheckpoint(folder, state, about)).toThrow(
        'diverged at iteration 6: B/decoder.out.weight.m is not finite',
      );
      expect((await loadCheckpoint(folder))?.state.iteration).toBe(5);
    }
  });

  test('there is none where none was written', async () => {
    expect(await loadCheckpoint(join(root, 'nothing'))).toBeUndefined();
  });

  test('what a killed process left half-written is removed, the rest is not', () => {
    const folder = join(root, 'leftovers', 'checkpoint');
    saveCheckpoint(folder, stateAt(8), about);
    mkdirSync(`${folder}.tmp-0a1b2c3d`);
    mkdirSync(`${previousOf(folder)}.tmp-0a1b2c3d`);
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
