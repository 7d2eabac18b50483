import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '@combogan/contracts';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { connect, migrate } from '../migrate.ts';
import { target } from './snapshot.ts';
import { dataTables, type Table } from './tables.ts';

export interface StoredDatabase {
  /** Names of the migrations that had been applied. */
  migrations: string[];
  tables: Table[];
  rows(table: Table): Promise<Readable>;
}

const STAGING = 'restoring_';

/**
 * Puts what was stored in the place of everything in the database, which is made where it is missing. All of it is
 * loaded, checked and migrated to this program's state beside the old content; one transaction then changes the two.
 * Whatever fails before leaves the database as it was.
 * @throws StudioError `conflict` when someone else is connected, `unavailable` as `migrate` does
 */
export async function restoreDatabase(databaseUrl: string, stored: StoredDatabase): Promise<void> {
  const client = await connect(databaseUrl);
  const staging = `${STAGING}${randomBytes(6).toString('hex')}`;
  const inStaging = withSearchPath(databaseUrl, staging);
  try {
    await requireAlone(client);
    await dropLeftBehind(client);
    const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
    const place = rows[0]?.name ?? 'public';
    await client.query(`CREATE SCHEMA ${staging}`);
    try {
      await migrate(inStaging, { only: stored.migrations });
      await load(inStaging, stored);
      await migrate(inStaging);
      await client.query('BEGIN');
      await client.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(place)} CASCADE`);
      await client.query(`ALTER SCHEMA ${staging} RENAME TO ${pg.escapeIdentifier(place)}`);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      await client.query(`DROP SCHEMA IF EXISTS ${staging} CASCADE`);
      throw error;
    }
  } finally {
    await client.end();
  }
}

/** Whether nobody has used the studio of this database yet, or there is none. */
export async function databaseIsEmpty(databaseUrl: string): Promise<boolean> {
  const client = await connect(databaseUrl);
  try {
    for (const table of ['users', 'domains', 'runs']) {
      const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS known', [table]);
      if (rows[0]?.known && (await client.query(`SELECT FROM ${table} LIMIT 1`)).rowCount) return false;
    }
    return true;
  } finally {
    await client.end();
  }
}

/** Loads the rows into the empty tables of the current schema, all or nothing. */
async function load(databaseUrl: string, { tables, rows }: StoredDatabase): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    await client.query('BEGIN');
    const known = await dataTables(client);
    for (const { name } of tables)
      if (!known.some((table) => table.name === name))
        throw new StudioError('invalid', `The backup has a table ${name} that its own migrations do not make.`);
    // checked all at once at the end, so tables may come in any order and point at each other
    const foreign = await client.query<{ table: string; name: string; definition: string }>(
      `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
    );
    for (const { table, name } of foreign.rows)
      await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
    for (const table of known) await client.query(`DELETE FROM ${pg.escapeIdentifier(table.name)}`);
    for (const table of tables)
      await pipeline(await rows(table), client.query(from(`COPY ${target(table.name, table.columns)} FROM STDIN`)));
    for (const { table, name, definition } of foreign.rows)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`);
    await setSequences(client);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Numbers that Postgres gives go on after the highest one. */
async function setSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT * FROM (
       SELECT c.relname AS table, a.attname AS column,
              pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r') AS columns
      WHERE sequence IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(
      `SELECT setval($1, max(${pg.escapeIdentifier(column)})) FROM ${pg.escapeIdentifier(table)} HAVING count(*) > 0`,
      [sequence],
    );
}

async function requireAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  );
  if (rows[0]?.count)
    throw new StudioError('conflict', 'Something is connected to this database. Stop the studio first.');
}

/** Of restores that were killed. */
async function dropLeftBehind(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, $1)',
    [STAGING],
  );
  for (const { name } of rows) await client.query(`DROP SCHEMA ${pg.escapeIdentifier(name)} CASCADE`);
}

function withSearchPath(databaseUrl: string, schema: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  return url.href;
}
