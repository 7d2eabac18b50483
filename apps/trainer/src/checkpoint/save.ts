import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CheckpointManifest, type RunConfig } from '@combogan/contracts';
import { stateShapes } from '../engines/state-shapes.ts';
import { TrainerError } from '../errors.ts';
import { syncFolder, temporaryBeside, writeSynced } from '../files/atomic.ts';
import { sha256 } from '../files/hash.ts';
import type { StoredTensor } from '../safetensors/format.ts';
import { safetensorsChunks } from '../safetensors/write.ts';
import type { TrainingState } from './training-state.ts';

export const STATE_FILE = 'state.safetensors';
export const MANIFEST_FILE = 'manifest.json';

/** Where the checkpoint before the current one stays. */
export const previousOf = (folder: string): string => `${folder}.previous`;
/** Where one goes that can't be read. */
const damagedOf = (folder: string): string => `${folder}.damaged`;

/** What a checkpoint says about the run besides its state. */
export interface CheckpointAbout {
  config: RunConfig;
  domains: CheckpointManifest['domains'];
  engine: CheckpointManifest['engine'];
}

/** Name of a domain's tensor, or of an image of its pool, in the state file. Keys hold no slash. */
export const tensorName = (domain: string, name: string): string => `${domain}/${name}`;
export const poolName = (domain: string, place: number): string => tensorName(domain, `pool.${place}`);

function allFinite(values: Float32Array): boolean {
  // The difference of a number to itself is 0, of NaN and the infinities NaN.
  for (const value of values) if (value - value !== 0) return false;
  return true;
}

function* stateTensors(state: TrainingState, about: CheckpointAbout): Generator<[string, StoredTensor]> {
  const shapes = stateShapes(about.config);
  const image = [3, about.config.size, about.config.size];
  for (const [index, { key }] of about.domains.entries()) {
    const domain = state.domains[index];
    if (!domain) throw new RangeError(`no state of domain ${key}`);
    for (const [name, shape] of shapes) {
      const data = domain.tensors[name];
      if (!data) throw new Error(`domain ${key} has no tensor ${name}`);
      // The losses of an iteration are those before its update: weights may be the first to go.
      if (!allFinite(data))
        throw new TrainerError('diverged', `diverged at iteration ${state.iteration}: ${key}/${name} is not finite`);
      yield [tensorName(key, name), { shape, data }];
    }
    for (const [place, data] of domain.pool.entries()) yield [poolName(key, place), { shape: image, data }];
  }
}

function* hashing(chunks: Iterable<Uint8Array>, hash: ReturnType<typeof createHash>): Generator<Uint8Array> {
  for (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Removes what a killed process left half-written beside the checkpoint. */
export function removeLeftovers(folder: string): void {
  if (!existsSync(dirname(folder))) return;
  for (const name of readdirSync(dirname(folder)))
    if ([folder, previousOf(folder)].some((path) => name.startsWith(`${basename(path)}.tmp-`)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
}

/** Removes a checkpoint, by another name first: whoever is killed meanwhile leaves a leftover, not half a checkpoint. */
function discard(folder: string): void {
  if (!existsSync(folder)) return;
  const doomed = temporaryBeside(folder);
  renameSync(folder, doomed);
  rmSync(doomed, { recursive: true, force: true });
}

/** Moves a checkpoint that can't be read out of the way, so that the one before is not given up for it. */
export function setAside(folder: string): void {
  if (!existsSync(folder)) return;
  rmSync(damagedOf(folder), { recursive: true, force: true });
  renameSync(folder, damagedOf(folder));
}

/**
 * Puts a checkpoint at `folder` (R8): written beside it, synced, hashed, then renamed into place. What lies there, which
 * must be whole, becomes the one before. So at every moment a whole checkpoint lies on disk, and never more than two.
 * Returns the SHA-256 of its manifest, which holds the hashes of the rest, and the bytes of all its files.
 * Throws a `diverged` error for a state that is not finite.
 */
export function saveCheckpoint(
  folder: string,
  state: TrainingState,
  about: CheckpointAbout,
): { sha256: string; bytes: number } {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = temporaryBeside(folder);
  const previous = previousOf(folder);
  if (existsSync(folder)) discard(previous);
  mkdirSync(temporary);
  try {
    const hash = createHash('sha256');
    const stateBytes = writeSynced(
      join(temporary, STATE_FILE),
      hashing(safetensorsChunks(stateTensors(state, about)), hash),
    );
    const manifest = CheckpointManifest.parse({
      format: 'combogan-checkpoint',
      version: 1,
      iteration: state.iteration,
      config: about.config,
      domains: about.domains,
      adamSteps: state.domains.map((domain) => domain.adamSteps),
      poolFill: state.domains.map((domain) => domain.pool.length),
      engine: about.engine,
      files: { [STATE_FILE]: { sha256: hash.digest('hex'), bytes: stateBytes } },
    });
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    writeSynced(join(temporary, MANIFEST_FILE), [text]);
    syncFolder(temporary);
    if (existsSync(folder)) renameSync(folder, previous);
    renameSync(temporary, folder);
    syncFolder(dirname(folder));
    return { sha256: sha256(text), bytes: stateBytes + text.byteLength };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
