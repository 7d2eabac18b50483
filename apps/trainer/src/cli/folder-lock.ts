import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { systemCode, TrainerError } from '../errors.ts';
import { cannotWrite } from '../files/problems.ts';
import { isAlive, startOf } from '../files/process-alive.ts';

const LOCK_FILE = 'run.lock';
const Owner = z.object({ pid: z.int().positive(), start: z.string().nullable() });

/** The living process that a lock names; undefined for one that was killed. */
function ownerOf(path: string): number | undefined {
  try {
    const { pid, start } = Owner.parse(JSON.parse(readFileSync(path, 'utf8')));
    return pid !== process.pid && isAlive(pid) && startOf(pid) === start ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes a run's folder for this process: two that train in it would write into each other's files. Returns how to give it back; a
 * killed process's lock counts for nothing. Throws a `usage` error when another process has it.
 */
export function lockFolder(flag: string, folder: string): () => void {
  const path = join(folder, LOCK_FILE);
  const own = JSON.stringify({ pid: process.pid, start: startOf(process.pid) } satisfies z.infer<typeof Owner>);
  for (;;) {
    try {
      writeFileSync(path, own, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw new TrainerError('usage', cannotWrite(flag, folder, error));
    }
    const owner = ownerOf(path);
    if (owner !== undefined)
      throw new TrainerError('usage', `${flag}: process ${owner} is training in ${folder}; stop it first`);
    rmSync(path, { force: true });
  }
}
