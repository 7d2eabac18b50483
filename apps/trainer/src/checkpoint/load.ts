import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointManifest } from '@combogan/contracts';
import { stateShapes } from '../engines/state-shapes.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { sha256OfFile, shortHash } from '../files/hash.ts';
import { openSafetensors, type SafetensorsFile } from '../safetensors/read.ts';
import { readManifest } from './read-manifest.ts';
import { MANIFEST_FILE, poolName, previousOf, STATE_FILE, tensorName } from './save.ts';
import type { DomainTraining, TrainingState } from './training-state.ts';

export interface LoadedCheckpoint {
  manifest: CheckpointManifest;
  state: TrainingState;
  /** What is wrong with the newest checkpoint when this is the one before it; else null. */
  damaged: string | null;
}

function readTensor(file: SafetensorsFile, name: string, shape: readonly number[]): Float32Array {
  const tensor = file.read(name);
  if (tensor.shape.join() !== shape.join())
    throw new Error(`${STATE_FILE}: tensor ${name}: expected [${shape}], found [${tensor.shape}]`);
  return tensor.data;
}

function readState(manifest: CheckpointManifest, file: SafetensorsFile): TrainingState {
  const { config } = manifest;
  const shapes = [...stateShapes(config)];
  const image = [3, config.size, config.size];
  const domains = manifest.domains.map(({ key }, index): DomainTraining => {
    const tensors = shapes.map(([name, shape]) => [name, readTensor(file, tensorName(key, name), shape)]);
    const places = Array.from({ length: manifest.poolFill[index] ?? 0 }, (_, place) => place);
    return {
      tensors: Object.fromEntries(tensors),
      adamSteps: manifest.adamSteps[index] ?? 0,
      pool: places.map((place) => readTensor(file, poolName(key, place), image)),
    };
  });
  return { iteration: manifest.iteration, domains };
}

async function loadFrom(folder: string): Promise<{ manifest: CheckpointManifest; state: TrainingState }> {
  const manifest = readManifest(folder);
  const path = join(folder, STATE_FILE);
  const expected = manifest.files[STATE_FILE];
  if (!expected) throw new Error(`${MANIFEST_FILE} does not name ${STATE_FILE}`);
  if (!existsSync(path)) throw new Error(`${STATE_FILE} is missing`);
  const { size } = statSync(path);
  if (size !== expected.bytes) throw new Error(`${STATE_FILE}: expected ${expected.bytes} bytes, found ${size}`);
  const hash = await sha256OfFile(path);
  if (hash !== expected.sha256)
    throw new Error(`${STATE_FILE}: expected SHA-256 ${shortHash(expected.sha256)}, found ${shortHash(hash)}`);
  const file = openSafetensors(path);
  try {
    return { manifest, state: readState(manifest, file) };
  } finally {
    file.close();
  }
}

/**
 * The checkpoint at `folder`, checked by hash; the one before it when that is damaged or, after a kill between two
 * renames, not there. Undefined when there is none at all. Throws a `data` error when none is whole, or when the newest
 * is of another format or version: an older one must not be taken for it.
 */
export async function loadCheckpoint(folder: string): Promise<LoadedCheckpoint | undefined> {
  const present = [folder, previousOf(folder)].filter((candidate) => existsSync(candidate));
  const problems: string[] = [];
  for (const candidate of present) {
    try {
      const loaded = await loadFrom(candidate);
      return { ...loaded, damaged: problems[0] ?? null };
    } catch (error) {
      if (error instanceof TrainerError) throw error;
      problems.push(messageOf(error));
    }
  }
  if (problems.length > 0)
    throw new TrainerError('data', `the checkpoint ${folder} is damaged: ${problems.join('; and the one before: ')}`);
  return undefined;
}
