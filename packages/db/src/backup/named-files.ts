import type pg from 'pg';

export type NamedFile = { kind: 'image' | 'sample' | 'weights' | 'checkpoint'; sha256: string };

/**
 * Where rows name files of the storage, by table and column. A column that names files and is missing here would be
 * left unchecked by a backup; a test looks for such columns.
 */
export const FILE_COLUMNS: { table: string; column: string; kind: NamedFile['kind'] }[] = [
  { table: 'images', column: 'sha256', kind: 'image' },
  { table: 'version_images', column: 'sha256', kind: 'image' },
  { table: 'samples', column: 'sha256', kind: 'sample' },
  { table: 'samples', column: 'reconstruction_sha256', kind: 'sample' },
  { table: 'weights_files', column: 'sha256', kind: 'weights' },
  { table: 'checkpoints', column: 'sha256', kind: 'checkpoint' },
];

/** Every file that a row names, once. */
export async function namedFiles(client: pg.ClientBase): Promise<NamedFile[]> {
  const parts = FILE_COLUMNS.map(
    ({ table, column, kind }) =>
      `SELECT '${kind}' AS kind, ${column} AS sha256 FROM ${table} WHERE ${column} IS NOT NULL`,
  );
  return (await client.query<NamedFile>(parts.join(' UNION '))).rows;
}
