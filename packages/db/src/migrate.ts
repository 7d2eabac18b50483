import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StudioError } from '@combogan/contracts';
import pg from 'pg';
import { errorCode } from './error-code.ts';

/** The lock and the table are Prisma's own, so its commands and this runner can take turns on one database. */
const PRISMA_LOCK = 72707369;
const LOCK_WITHIN = '60s';
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Makes the database where it is missing and applies what prisma/migrations has beyond it, each migration in a
 * transaction of its own; with `only`, no others than those named. Returns the names of those applied now.
 * @throws StudioError `unavailable` when the server does not answer, an earlier migration failed, or the database is
 * newer than this program
 */
export async function migrate(
  databaseUrl: string,
  { folder = migrationsFolder(), only }: { folder?: string; only?: readonly string[] } = {},
): Promise<string[]> {
  const all = await readMigrations(folder);
  const unknown = only?.find((name) => !all.some((migration) => migration.name === name));
  if (unknown)
    throw new StudioError('unavailable', `The migration ${unknown} is newer than this program. Update the studio.`);
  const migrations = only ? all.filter(({ name }) => only.includes(name)) : all;
  const client = await connect(databaseUrl);
  try {
    await client.query(`SET lock_timeout = '${LOCK_WITHIN}'`);
    await client.query(`SELECT pg_advisory_lock(${PRISMA_LOCK})`);
    await client.query(TABLE);
    const pending = await findPending(client, migrations);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // the advisory lock ends with the connection
    await client.end();
  }
}

/**
 * Names of the migrations that this program has and the database lacks.
 * @throws StudioError `unavailable` as `migrate` does
 */
export async function pendingMigrations(pool: pg.Pool, folder = migrationsFolder()): Promise<string[]> {
  return (await findPending(pool, await readMigrations(folder))).map(({ name }) => name);
}

function migrationsFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'prisma', 'migrations');
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Opens the database, made where it is missing. */
export async function connect(databaseUrl: string): Promise<pg.Client> {
  try {
    return await open(databaseUrl);
  } catch (error) {
    if (errorCode(error) !== '3D000') throw unreachable(databaseUrl, error);
  }
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  try {
    const admin = await open(url.href);
    try {
      await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    } catch (error) {
      // another process was first
      if (!['42P04', '23505'].includes(errorCode(error))) throw error;
    } finally {
      await admin.end();
    }
    return await open(databaseUrl);
  } catch (error) {
    throw unreachable(databaseUrl, error);
  }
}

async function open(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

function unreachable(databaseUrl: string, error: unknown): StudioError {
  const { host, pathname } = new URL(databaseUrl);
  const reason = error instanceof Error ? error.message || errorCode(error) : String(error);
  return new StudioError('unavailable', `The database ${pathname.slice(1)} on ${host} cannot be opened: ${reason}`);
}

async function findPending(client: pg.Client | pg.Pool, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; finished: boolean; logs: string | null }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, logs
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const failed = rows.find(({ finished }) => !finished);
  if (failed)
    throw new StudioError(
      'unavailable',
      `The migration ${failed.name} failed on this database${failed.logs ? `: ${failed.logs}` : ''}. ` +
        'It left nothing behind. Remove the cause, then mark it as rolled back: ' +
        `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${failed.name}' AND finished_at IS NULL;`,
    );
  const unknown = rows.find(({ name }) => !migrations.some((migration) => migration.name === name));
  if (unknown)
    throw new StudioError(
      'unavailable',
      `The database is newer than this program: it has the migration ${unknown.name}. Update the studio.`,
    );
  return migrations.filter(({ name }) => !rows.some((row) => row.name === name));
}

/** The row is written with the change itself, so a killed process leaves neither; an error leaves the row alone. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [id, checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name, logs) VALUES ($1, $2, $3, $4)', [
      id,
      checksum,
      name,
      reason,
    ]);
    throw new StudioError('unavailable', `The migration ${name} failed and was undone: ${reason}`);
  }
}
