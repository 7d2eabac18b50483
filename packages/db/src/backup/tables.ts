import type pg from 'pg';

export interface Table {
  name: string;
  /** Those that hold data of their own, in their order. */
  columns: string[];
}

/** Prisma's record of migrations is written anew by a restore. */
const NOT_DATA = '_prisma_migrations';

/** The tables of the current schema with their columns; generated columns are not among them. */
export async function dataTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> $1
      GROUP BY c.relname ORDER BY c.relname`,
    [NOT_DATA],
  );
  return rows;
}
