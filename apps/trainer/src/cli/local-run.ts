import { existsSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DomainKey, RunConfig } from '@combogan/contracts';
import { z } from 'zod';
import { ENGINES } from '../engines/names.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic.ts';
import { makeFolder } from '../files/make-folder.ts';
import { cannotWrite } from '../files/problems.ts';
import { CHECKPOINT_FOLDER, LOG_FILE, SAMPLES_FOLDER, WEIGHTS_FOLDER } from '../training/job.ts';

const RUN_FILE = 'run.json';

/** run.json: what `train --resume` needs to go on without being told again. */
const LocalRun = z.object({
  format: z.literal('combogan-run'),
  version: z.literal(1),
  config: RunConfig,
  domains: z.array(z.object({ key: DomainKey, folder: z.string(), frozen: z.boolean().optional() })).min(2),
  /** Checkpoint of the run that this one extends. */
  from: z.string().optional(),
  engine: z.enum(ENGINES),
  threads: z.int().positive(),
});
export type LocalRun = z.infer<typeof LocalRun>;

/** Whether a folder holds a run, whole or not. */
const holdsRun = (folder: string): boolean =>
  [RUN_FILE, LOG_FILE, CHECKPOINT_FOLDER, SAMPLES_FOLDER, WEIGHTS_FOLDER].some((name) =>
    existsSync(join(folder, name)),
  );

/** Reads the run that a folder holds. Throws a `usage` error that names the flag when there is none or it can't be read. */
export function readLocalRun(flag: string, folder: string): LocalRun {
  const path = join(folder, RUN_FILE);
  if (!existsSync(path)) throw new TrainerError('usage', `${flag}: ${folder} holds no run (${RUN_FILE} is missing)`);
  try {
    return LocalRun.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new TrainerError('usage', `${flag}: ${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Makes the folder of a new run and records in it what is trained. Returns how to take that back when the input turns
 * out to be bad. Throws a `usage` error when the folder can't be written or holds a run already.
 */
export function claimFolder(folder: string, run: Omit<LocalRun, 'format' | 'version'>): { undo(): void } {
  if (holdsRun(folder))
    throw new TrainerError(
      'usage',
      `--out: ${folder} already holds a run: choose another folder, or go on with it by --resume ${folder}`,
    );
  const created: string[] = [];
  try {
    makeFolder(folder, created);
    const text = JSON.stringify({ format: 'combogan-run', version: 1, ...run } satisfies LocalRun, null, 2);
    writeFileAtomic(join(folder, RUN_FILE), Buffer.from(`${text}\n`));
  } catch (error) {
    throw new TrainerError('usage', cannotWrite('--out', folder, error), { cause: error });
  }
  return {
    undo: () => {
      rmSync(join(folder, RUN_FILE), { force: true });
      removeEmpty(created);
    },
  };
}

/** Removes the folders that were made for a run, from the inside out, as long as they are empty. */
function removeEmpty(created: readonly string[]): void {
  for (const folder of created.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}
