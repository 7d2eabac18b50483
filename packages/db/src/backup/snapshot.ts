import type { Readable } from 'node:stream';
import { StudioError } from '@combogan/contracts';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { errorCode } from '../error-code.ts';
import { type NamedFile, namedFiles } from './named-files.ts';
import { dataTables, type Table } from './tables.ts';

/** The database at one moment, however much is written meanwhile. */
export interface DatabaseSnapshot {
  /** Names of the applied migrations, oldest first. */
  migrations: string[];
  tables: Table[];
  files: NamedFile[];
  /** The rows of a table in Postgres' text format of COPY. One table at a time. */
  rows(table: Table): Readable;
}

/**
 * Hands `work` a snapshot of the database; it ends when `work` does.
 * @throws StudioError `unavailable` when there is no studio in it
 */
export async function withDatabaseSnapshot<T>(
  databaseUrl: string,
  work: (snapshot: DatabaseSnapshot) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known");
    if (!rows[0]?.known) throw nothingThere();
  } catch (error) {
    await client.end();
    throw errorCode(error) === '3D000' ? nothingThere() : error;
  }
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const applied = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    return await work({
      migrations: applied.rows.map(({ name }) => name),
      tables: await dataTables(client),
      files: await namedFiles(client),
      rows: ({ name, columns }) => client.query(to(`COPY ${target(name, columns)} TO STDOUT`)),
    });
  } finally {
    await client.end();
  }
}

const nothingThere = () => new StudioError('unavailable', 'There is no studio in this database.');

export const target = (table: string, columns: readonly string[]): string =>
  `${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
