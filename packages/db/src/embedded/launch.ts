import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StudioError } from '@combogan/contracts';
import type { Account } from './account.ts';
import { clusterPath, damaged, layout, noPermission, POSTGRES_ENV } from './data-folder.ts';
import { clusterName, probe } from './postmaster.ts';

/** Recovery after a crash replays the log first; on a slow disk that takes its time. */
const READY_WITHIN = 120_000;
const LOG_KEPT = 8 * 1024 * 1024;

export interface Launch {
  dataDir: string;
  binaries: string;
  account: Account;
  password: string;
  port: number;
  settings: Record<string, string>;
}

/** The server's process once it answers, or the last lines it logged when it ended instead. */
export type Launched = { child: ChildProcess; pid: number } | { said: string };

export async function launch({ dataDir, binaries, account, password, port, settings }: Launch): Promise<Launched> {
  const { cluster, log: logFile } = layout(dataDir);
  const logged = (await stat(logFile).catch(() => null))?.size ?? 0;
  if (logged > LOG_KEPT) await rename(logFile, `${logFile}.1`);
  const log = await open(logFile, 'a', 0o600);
  const before = logged > LOG_KEPT ? 0 : logged;
  const options = {
    cluster_name: await clusterName(cluster),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    ...settings,
  };
  try {
    const child = spawn(
      join(binaries, 'bin', 'postgres'),
      [
        '-D',
        await clusterPath(cluster, account),
        ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      // a session of its own: Ctrl-C in the terminal must reach the studio first
      { cwd: cluster, ...account, env: POSTGRES_ENV, stdio: ['ignore', log.fd, log.fd], detached: true },
    );
    child.unref();
    // `once` rejects with an `error`: the program could not be run at all
    const ended = once(child, 'exit').then(
      () => 'ended',
      (error: unknown) => `FATAL: ${String(error)}`,
    );
    const end = await Promise.race([ended, waitUntilReady(child, port, password)]);
    if (end === 'ready' && child.pid !== undefined) return { child, pid: child.pid };
    return { said: end === 'ended' ? (await readFile(logFile)).subarray(before).toString() : end };
  } finally {
    await log.close();
  }
}

async function waitUntilReady(child: ChildProcess, port: number, password: string): Promise<'ready'> {
  for (const end = Date.now() + READY_WITHIN; Date.now() < end; await pause(25)) {
    if (child.exitCode !== null || child.signalCode !== null) return new Promise(() => {});
    if ((await probe(port, password)) === 'ready') return 'ready';
  }
  child.kill('SIGQUIT');
  throw new StudioError('unavailable', `Postgres did not answer on port ${port} within ${READY_WITHIN / 1000} s.`);
}

/** A remnant of a killed server is still going away, or another is just starting: try again. */
export const isPassing = (said: string): boolean =>
  /lock file "postmaster\.pid" (?:already exists|is empty)|pre-existing shared memory block/.test(said);

export const isPortTaken = (said: string): boolean => /Address already in use|could not create any TCP\/IP/.test(said);

/** What a person can do about a server that did not start. */
export function explain(said: string, dataDir: string, port: number): StudioError {
  const { cluster, log } = layout(dataDir);
  const reason =
    said
      .split('\n')
      .map((line) => /(?:FATAL|PANIC|error while loading)[^:]*:\s*(.*)/.exec(line)?.[1])
      .find(Boolean) ??
    (said.trim().split('\n').at(-1) || 'it said nothing');
  if (isPortTaken(said))
    return new StudioError('unavailable', `Port ${port} is taken by another program, so Postgres cannot use it.`);
  if (/incompatible with server/.test(said))
    return new StudioError(
      'unavailable',
      `The database in ${cluster} was made by another version of Postgres. Start it with the studio that made it, or move the folder away to start empty.`,
    );
  if (/No space left/.test(said))
    return new StudioError('unavailable', `The disk of ${cluster} is full: Postgres cannot start.`);
  if (/Permission denied|invalid permissions|wrong ownership/.test(said)) return noPermission(cluster);
  if (/PANIC|control file|is not a valid|checkpoint record|could not open file|could not read|invalid/.test(said))
    return damaged(cluster, reason);
  return new StudioError('unavailable', `Postgres did not start: ${reason}. Its log is ${log}.`);
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a listening TCP server has a port');
  return address.port;
}
