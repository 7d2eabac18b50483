import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointManifest } from '@combogan/contracts';
import { stateShapes } from '../engines/state-shapes.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { sha256OfFile } from '../files/hash.ts';
import { openSafetensors, type SafetensorsFile } from '../safetensors/read.ts';
import { MANIFEST_FILE, poolName, previousOf, STATE_FILE, tensorName } from './save.ts';
import type { DomainTraining, TrainingState } from './training-state.ts';

export interface LoadedCheckpoint {
  manifest: CheckpointManifest;
  state: TrainingState;
}

function readTensor(file: SafetensorsFile, name: string, shape: readonly number[]): Float32Array {
  const tensor = file.read(name);
  if (tensor.shape.join() !== shape.join())
    throw new Error(`tensor "${name}" is [${tensor.shape}], the run needs [${shape}]`);
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

/** Reads what a checkpoint says of itself, without its tensors. */
function readManifest(folder: string): CheckpointManifest {
  return CheckpointManifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8')));
}

async function loadFrom(folder: string): Promise<LoadedCheckpoint> {
  const manifest = readManifest(folder);
  const path = join(folder, STATE_FILE);
  if ((await sha256OfFile(path)) !== manifest.files[STATE_FILE]?.sha256)
    throw new Error(`${STATE_FILE} is not what the manifest says: its hash differs`);
  const file = openSafetensors(path);
  try {
    return { manifest, state: readState(manifest, file) };
  } finally {
    file.close();
  }
}

/**
 * The checkpoint at `folder`, checked by hash. When it is damaged or a process died between its two renames, the one
 * before is taken. Undefined when there is none; throws a `data` error when there is one but none is whole.
 */
export async function loadCheckpoint(folder: string): Promise<LoadedCheckpoint | undefined> {
  const present = [folder, previousOf(folder)].filter((candidate) => existsSync(candidate));
  const problems: string[] = [];
  for (const candidate of present) {
    try {
      return await loadFrom(candidate);
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  if (problems.length > 0)
    throw new TrainerError('data', `the checkpoint ${folder} can't be read: ${problems.join('; ')}`);
  return undefined;
}
