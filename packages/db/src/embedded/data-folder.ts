import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  access,
  chown,
  constants,
  link,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '@combogan/contracts';
import { errorCode } from '../error-code.ts';
import { type Account, canEnter } from './account.ts';

/** Nothing of the studio's own environment, which holds secrets, and no PG* variables of the user. */
export const POSTGRES_ENV = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** What lies in the data folder of the embedded Postgres. */
export const layout = (dataDir: string) => ({
  cluster: join(dataDir, 'cluster'),
  password: join(dataDir, 'password'),
  log: join(dataDir, 'postgres.log'),
});

/** Makes the data folder and its cluster where missing. Returns the superuser's password. */
export async function openCluster(dataDir: string, binaries: string, account: Account): Promise<string> {
  const { cluster, password: passwordFile } = layout(dataDir);
  try {
    await mkdir(dataDir, { recursive: true });
    const exists = await isFolder(cluster);
    const password = await readPassword(passwordFile, exists);
    if (!exists) await initialise(dataDir, binaries, account, password);
    await checkCluster(cluster, account);
    return password;
  } catch (error) {
    if (error instanceof StudioError) throw error;
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(errorCode(error))) throw noPermission(dataDir);
    throw error;
  }
}

/**
 * How to name the cluster to a process of the account that starts inside it. Linux follows this link by the open
 * folder, not by its path, so a closed folder above it (a project under /root) does not matter.
 */
export async function clusterPath(cluster: string, account: Account): Promise<string> {
  if (await canEnter(cluster, account)) return cluster;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw noPermission(cluster);
}

async function readPassword(file: string, clusterExists: boolean): Promise<string> {
  const known = (await readFile(file, 'utf8').catch(ignoreMissing))?.trim();
  if (known) return known;
  if (clusterExists)
    throw new StudioError(
      'unavailable',
      `${file} is missing: it holds the password of the database beside it. Restore it from a backup, or move the folder away to start empty.`,
    );
  const made = randomBytes(24).toString('base64url');
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${made}\n`, { mode: 0o600 });
  // a link fails where another process was first: its password counts then
  await link(draft, file).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readFile(file, 'utf8')).trim();
}

/** Makes the cluster beside its place and renames it, so that one half made is never taken for real. */
async function initialise(dataDir: string, binaries: string, account: Account, password: string): Promise<void> {
  const draft = await mkdtemp(join(dataDir, 'new-'));
  const secret = await mkdtemp(join(tmpdir(), 'combogan-initdb-'));
  const passwordFile = join(secret, 'password');
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) for (const path of [draft, secret, passwordFile]) await chown(path, account.uid, account.gid);
    await run(
      join(binaries, 'bin', 'initdb'),
      [
        ['-D', await clusterPath(draft, account)],
        ['-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256'],
        ['-E', 'UTF8', '--locale=C', '--no-instructions'],
      ].flat(),
      draft,
      account,
    );
    await rename(draft, layout(dataDir).cluster).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
    });
  } finally {
    await rm(secret, { recursive: true, force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

function run(command: string, args: string[], cwd: string, account: Account): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, ...account, env: POSTGRES_ENV }, (error, stdout, stderr) => {
      if (!error) return resolve();
      const reason = stderr.trim() || stdout.trim() || error.message;
      reject(
        new StudioError(
          'unavailable',
          `The database could not be made in ${cwd}: ${reason}. Set DATABASE_URL to a server to do without it.`,
        ),
      );
    });
  });
}

async function checkCluster(cluster: string, account: Account): Promise<void> {
  const owner = (await stat(cluster)).uid;
  const uid = account?.uid ?? process.getuid?.() ?? owner;
  if (owner !== uid)
    throw new StudioError(
      'unavailable',
      `The database in ${cluster} belongs to another user (uid ${owner}). Start as that user or as root, or set DATABASE_URL.`,
    );
  await access(join(cluster, 'PG_VERSION'), constants.R_OK).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') throw damaged(cluster, 'PG_VERSION is missing');
    throw error;
  });
}

export const damaged = (cluster: string, reason: string): StudioError =>
  new StudioError(
    'unavailable',
    `The database in ${cluster} is damaged (${reason}). Restore it from a backup, or move the folder away to start empty.`,
  );

export const noPermission = (folder: string): StudioError =>
  new StudioError(
    'unavailable',
    `The database folder ${folder} cannot be written by this user. Give this user access, or set STUDIO_DATA to another folder or DATABASE_URL to a server.`,
  );

const ignoreMissing = (error: unknown): undefined => {
  if (errorCode(error) !== 'ENOENT') throw error;
};

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(ignoreMissing))?.isDirectory() ?? false;
