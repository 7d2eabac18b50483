import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from './settings.ts';

const Secrets = z.object({ authSecret: z.string().min(32), trainerToken: z.string().min(32) });
export type Secrets = z.infer<typeof Secrets>;

/** Makes the data folder and checks that it can be written. */
export async function openDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    const probe = join(dataDir, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${errorCode(error)}). Give this user access, or set STUDIO_DATA to another folder.`,
    );
  }
}

/** One studio per data folder. Returns the function that releases it. */
export async function lockDataFolder(dataDir: string, url: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'studio.lock');
  try {
    await writeFile(path, JSON.stringify({ pid: process.pid, url }), { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const held = z.object({ pid: z.int(), url: z.string() }).safeParse(await readJson(path));
    if (held.success && isAlive(held.data.pid))
      throw new StartError(
        `A studio is already running on this data folder: ${held.data.url} (process ${held.data.pid}). Stop it first, or set STUDIO_DATA and PORT.`,
      );
    await writeFile(path, JSON.stringify({ pid: process.pid, url }));
  }
  return () => rm(path, { force: true });
}

/** Reads the secrets of this installation, or makes them. Only the user who runs the studio may read the file. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const known = await readJson(path);
  if (known !== null) {
    const parsed = Secrets.safeParse(known);
    if (!parsed.success)
      throw new StartError(
        `${path} is damaged. Restore it from a backup, or delete it: everyone must then sign in again.`,
      );
    return parsed.data;
  }
  const made = {
    authSecret: randomBytes(32).toString('base64url'),
    trainerToken: randomBytes(32).toString('base64url'),
  };
  await writeFile(path, JSON.stringify(made, null, 2), { mode: 0o600 });
  await chmod(path, 0o600);
  return made;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
