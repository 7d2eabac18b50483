import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunConfig } from '@combogan/contracts';
import { writeFileAtomic } from '../files/atomic.ts';
import { cacheFolder } from '../files/cache-folder.ts';
import { sha256 } from '../files/hash.ts';

/** Compiled steps kept, the last written ones: a few megabytes each. */
const KEPT = 16;
const HASH_LENGTH = 64;

const graphFolder = (): string => join(cacheFolder(), 'graphs');

/** Every source file of the packages that decide what a compiled step is. */
function sources(): string {
  const folders = ['@combogan/compiler', '@combogan/model'].map((name) =>
    dirname(fileURLToPath(import.meta.resolve(name))),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted(),
  );
  return sha256(files.map((file) => sha256(readFileSync(file))).join());
}

let version: string | undefined;

/** What a run's step depends on: all of the config but what only feeds it. */
function signature(config: RunConfig): string {
  const { seed, iterations, decayIterations, learningRate, loadSize, flip, sampleEvery, checkpointEvery, ...step } =
    config;
  version ??= sources();
  return sha256(JSON.stringify([version, process.version, Object.entries(step).toSorted()]));
}

/** The bytes of a file that begins with their hash; undefined when it is not there or not whole. */
function readWhole(path: string): Uint8Array | undefined {
  try {
    const file = readFileSync(path);
    const bytes = file.subarray(HASH_LENGTH);
    return file.subarray(0, HASH_LENGTH).toString() === sha256(bytes) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function keep(path: string, bytes: Uint8Array): void {
  try {
    writeFileAtomic(path, Buffer.concat([Buffer.from(sha256(bytes)), bytes]));
    const age = (name: string) => statSync(join(graphFolder(), name)).mtimeMs;
    const old = readdirSync(graphFolder()).toSorted((a, b) => age(b) - age(a));
    for (const name of old.slice(KEPT)) rmSync(join(graphFolder(), name), { force: true });
  } catch {
    // The next start compiles again.
  }
}

/** A compiled step's bytes, of `kind`, from the cache folder, or made and put there. */
export function cachedGraph(kind: string, config: RunConfig, make: () => Uint8Array): Uint8Array {
  const path = join(graphFolder(), `${kind}-${signature(config)}.onnx`);
  const known = readWhole(path);
  if (known) return known;
  const made = make();
  keep(path, made);
  return made;
}
