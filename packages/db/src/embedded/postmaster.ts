import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { errorCode } from '../error-code.ts';

/** Longer than any pid a kernel gives out, so surely nobody's. */
const NO_PID = 4_999_999;
/** Postgres ends within this after a fast shutdown, else its sessions are cut off, else it is killed. */
const STOP_PATIENCE = { fast: 20_000, immediate: 10_000 };

export interface Postmaster {
  pid: number;
  port: number;
}

export const urlOf = (port: number, password: string, database: string): string =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;

/** What the cluster's pid file says, whether or not that process lives. */
export async function readPidFile(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  return pid > 0 ? { pid, port: port > 0 ? port : 0 } : null;
}

/** A setting that tells this cluster's server from others by its command line. */
export const clusterName = async (cluster: string): Promise<string> =>
  `studio-${createHash('sha256')
    .update(await realpath(cluster))
    .digest('hex')
    .slice(0, 24)}`;

/** Whether `pid` is this cluster's Postgres: pids are reused, above all in containers, and dead ones may linger. */
export async function isAlive(pid: number, cluster: string): Promise<boolean> {
  const name = await clusterName(cluster);
  // everyone may read command lines, and a zombie has none
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).then(
          ({ stdout }) => stdout,
          () => '',
        );
  return command.includes(`cluster_name=${name}`);
}

/**
 * Postgres takes any living process of its user under the old pid for a running server. Where that process is another
 * one, names an impossible pid instead; Postgres still checks the old shared memory by the rest of the file.
 */
export async function disownStalePid(cluster: string, pid: number): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.startsWith(`${pid}\n`)) await writeFile(path, text.replace(`${pid}\n`, `${NO_PID}\n`));
}

/** A starting server fills its pid file at once. One that stays empty is what a crash left between the two. */
const EMPTY_FOR = 3_000;

/** Removes a pid file that a crash left empty: Postgres would not start beside it. */
export async function removeEmptyPidFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const found = await stat(path).catch(() => null);
  if (found?.size === 0 && Date.now() - found.mtimeMs > EMPTY_FOR) await rm(path, { force: true });
}

export type Answer = 'ready' | 'starting' | 'silent' | 'other';

/** Asks whoever listens there. `other`: something that is not this cluster, since it does not know its password. */
export async function probe(port: number, password: string): Promise<Answer> {
  const client = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = errorCode(error);
    if (code === '57P03') return 'starting';
    return code.startsWith('28') ? 'other' : 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

/** Stops the server and waits until it is gone. */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  const gone = async (signal: NodeJS.Signals, patience: number): Promise<boolean> => {
    if (!(await isAlive(pid, cluster))) return true;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return true;
      throw error;
    }
    for (const end = Date.now() + patience; Date.now() < end; await pause(20))
      if (!(await isAlive(pid, cluster))) return true;
    return false;
  };
  if (await gone('SIGINT', STOP_PATIENCE.fast)) return;
  if (await gone('SIGQUIT', STOP_PATIENCE.immediate)) return;
  await gone('SIGKILL', STOP_PATIENCE.immediate);
}
