import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../files/process-alive.ts';

const OWNER_FILE = 'owner.pid';

function ownerOf(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, OWNER_FILE), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes this process's folder for runs in work, and removes those that killed trainers left behind.
 * @returns its path
 */
export function ownRunFolder(cache: string): string {
  const all = join(cache, 'runs');
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    const owner = ownerOf(join(all, name));
    if (owner === undefined || owner === process.pid || !isAlive(owner))
      rmSync(join(all, name), { recursive: true, force: true });
  }
  const own = join(all, String(process.pid));
  mkdirSync(own);
  writeFileSync(join(own, OWNER_FILE), String(process.pid));
  return own;
}
