import type { ChildProcess } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StudioError } from '@combogan/contracts';
import { postgresAccount } from './embedded/account.ts';
import { findBinaries } from './embedded/binaries.ts';
import { layout, openCluster } from './embedded/data-folder.ts';
import { explain, freePort, isPassing, isPortTaken, type Launch, launch } from './embedded/launch.ts';
import {
  disownStalePid,
  isAlive,
  type Postmaster,
  probe,
  readPidFile,
  removeEmptyPidFile,
  stopPostmaster,
  urlOf,
} from './embedded/postmaster.ts';

/** Remnants of a killed server (its sessions, its shared memory) go away within seconds. */
const RETRY = { every: 200, within: 60_000 };
/** A server that dies this often in a row is not started again. */
const RESTARTS = { most: 5, calmAfter: 60_000 };
const DATABASE = 'studio';

export interface EmbeddedOptions {
  /** Folder of its own; made when missing. Its password stays in it, readable by its owner only. */
  dataDir: string;
  /** Default: any free one, or that of the server found running. */
  port?: number;
  /** Postgres settings by name, for example `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
  log?: (line: string) => void;
}

export interface Embedded {
  /** Superuser, database `studio`; `migrate` makes that database. */
  url: string;
  /** Stops the server, also one that was found running, and resolves when it is gone. */
  stop(): Promise<void>;
  /** It was running already: an earlier studio was killed. */
  reused: boolean;
}

/**
 * Starts the Postgres that comes with the studio, or takes over the one still running on that folder. While this
 * process lives, a server that crashes is started again on the same port.
 * @throws StudioError `unavailable`, saying what to do
 */
export async function startEmbedded({
  dataDir: given,
  port,
  settings = {},
  log = () => {},
}: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(given);
  const account = await postgresAccount(layout(dataDir).cluster);
  const binaries = await findBinaries(account);
  const password = await openCluster(dataDir, binaries, account);
  const folder = await realpath(dataDir);
  const { cluster } = layout(folder);

  const wanted = { dataDir: folder, binaries, account, password, settings };
  let server = await acquire(wanted, port);
  log(`Postgres ${server.child ? 'runs' : 'was running already'} on port ${server.port}`);
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let crashes = 0;

  const guard = ({ child, port: at }: Server) => {
    const since = Date.now();
    child?.once('exit', (code, signal) => {
      // 0: someone asked it to stop
      if (stopping || code === 0) return;
      crashes = Date.now() - since > RESTARTS.calmAfter ? 1 : crashes + 1;
      if (crashes > RESTARTS.most) return log('Postgres keeps ending by itself; giving up');
      log(`Postgres ended by itself (${signal ?? code}); starting it again`);
      restarting = acquire(wanted, at).then(
        (again) => {
          server = again;
          guard(again);
        },
        (error: unknown) => log(String(error)),
      );
    });
  };
  guard(server);
  return {
    url: urlOf(server.port, password, DATABASE),
    stop: async () => {
      stopping = true;
      await restarting;
      await stopPostmaster(server.pid, cluster);
    },
    reused: server.child === null,
  };
}

/** Stops the server of that folder if one runs, whoever started it. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const cluster = await realpath(layout(dataDir).cluster).catch(() => null);
  const known = cluster && (await readPidFile(cluster));
  if (cluster && known) await stopPostmaster(known.pid, cluster);
}

/** `child` is null when another process has started it. */
interface Server extends Postmaster {
  child: ChildProcess | null;
}

/** Takes over the running server or launches one; what passes by itself is waited for. */
async function acquire(wanted: Omit<Launch, 'port'>, port?: number): Promise<Server> {
  const { cluster } = layout(wanted.dataDir);
  for (const end = Date.now() + RETRY.within; ; await pause(RETRY.every)) {
    const running = await findRunning(cluster, wanted.password);
    if (running && (port === undefined || running.port === port)) return { ...running, child: null };
    if (running) await stopPostmaster(running.pid, cluster);
    await removeEmptyPidFile(cluster);
    const at = port ?? (await freePort());
    const result = await launch({ ...wanted, port: at });
    if ('pid' in result) return { ...result, port: at };
    const passing = isPassing(result.said) || (port === undefined && isPortTaken(result.said));
    if (!passing || Date.now() > end) throw explain(result.said, wanted.dataDir, at);
  }
}

/** The server that runs on this cluster, waiting while it starts. */
async function findRunning(cluster: string, password: string): Promise<Postmaster | null> {
  for (const end = Date.now() + RETRY.within; Date.now() < end; await pause(RETRY.every)) {
    const known = await readPidFile(cluster);
    if (!known) return null;
    if (!(await isAlive(known.pid, cluster))) {
      await disownStalePid(cluster, known.pid);
      return null;
    }
    const answer = known.port === 0 ? 'starting' : await probe(known.port, password);
    if (answer === 'ready') return known;
    if (answer === 'other')
      throw new StudioError(
        'unavailable',
        `The Postgres on port ${known.port} runs on ${cluster} but refuses the password kept beside it. Restore the password file, or stop that server (process ${known.pid}).`,
      );
  }
  throw new StudioError(
    'unavailable',
    `The Postgres that runs on ${cluster} does not answer. Stop it, then start again.`,
  );
}
