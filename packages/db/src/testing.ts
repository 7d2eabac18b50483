import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDb, type Db } from './db.ts';
import { startEmbedded, stopEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

/** Folder of the server that the workers of one test run share. */
const SHARED = 'COMBOGAN_TEST_POSTGRES';
const PREFIX = 'combogan-test-postgres-';
const TEMPLATE = 'template_studio';
/** Any number: one worker at a time makes the template. */
const TEMPLATE_LOCK = 5_060_017;
/** Nothing here outlives the test run, so nothing needs to reach the disk. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

export interface TestDatabase {
  url: string;
  db: Db;
  drop(): Promise<void>;
}

/**
 * A migrated database of its own, cloned from a template, so that test files run side by side. The server starts with
 * the first call; `globalSetup` shares one among all workers, without it each process has its own until it drops its
 * last database.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await acquireServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server.url, async (admin) => {
    await makeTemplate(admin, server.url);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  const url = inDatabase(server.url, name);
  const db = createDb(url);
  return {
    url,
    db,
    drop: async () => {
      await db.close();
      await asAdmin(server.url, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
      await server.release();
    },
  };
}

/** For vitest's `globalSetup`: gives the workers one folder to share a server in, and stops that server at the end. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.env[SHARED] = dataDir;
  return async () => {
    await stopEmbedded(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
}

interface Server {
  url: string;
  release(): Promise<void>;
}

/** This process' own server and how many databases use it. */
let own: { started: Promise<Server>; users: number } | null = null;

async function acquireServer(): Promise<Server> {
  const shared = process.env[SHARED];
  // its pid file tells all others where it is; whoever comes first starts it
  if (shared) return { url: (await startEmbedded({ dataDir: shared, settings: FAST })).url, release: async () => {} };
  own ??= { started: startOwn(), users: 0 };
  own.users += 1;
  return own.started;
}

async function startOwn(): Promise<Server> {
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const { url, stop } = await startEmbedded({ dataDir, settings: FAST });
  return {
    url,
    release: async () => {
      if (!own || --own.users > 0) return;
      own = null;
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeTemplate(admin: pg.Client, serverUrl: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (rowCount) return;
    const draft = `${TEMPLATE}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft}`);
    await migrate(inDatabase(serverUrl, draft));
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function asAdmin(serverUrl: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: inDatabase(serverUrl, 'postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** A test run that was killed leaves its server: the next one ends it. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX) || isRunning(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    const dataDir = join(tmpdir(), name);
    await stopEmbedded(dataDir).catch(() => {});
    await rm(dataDir, { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
