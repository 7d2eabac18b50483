import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '@combogan/contracts';
import { databaseIsEmpty, restoreDatabase } from '@combogan/db';
import { receiveFile } from '../../apps/web/src/server/storage.ts';
import { openArchive } from './archive-reader.ts';
import { fileEntry, type Manifest, tableEntry } from './manifest.ts';
import { storageFiles } from './storage-files.ts';

export interface RestoreOptions {
  databaseUrl: string;
  storageDir: string;
  file: string;
  /** Replace a studio that is in use. */
  force?: boolean;
  report?(line: string): void;
}

const ANY_SIZE = { bytes: Number.POSITIVE_INFINITY, says: '' };

/**
 * Puts a backup in the place of the studio. The whole file is checked first; then the storage's files are added, which
 * the present database does not mind; then the database changes in one transaction; then files that only the replaced
 * studio had are removed. Whatever fails before that transaction leaves the studio as it was.
 * @throws StudioError `conflict` when the studio is not empty and `force` is not given, or is running; `invalid` when
 * the backup is damaged
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { databaseUrl, storageDir, file, force = false, report = () => {} } = options;
  const archive = await openArchive(file, report);
  try {
    const { manifest } = archive;
    const empty = (await databaseIsEmpty(databaseUrl)) && (await storageFiles(storageDir)).length === 0;
    if (!empty && !force)
      throw new StudioError('conflict', 'This studio is not empty. Say --force to replace all that is in it.');
    report(`${manifest.files.length} files`);
    for (const { path } of manifest.files) {
      const incoming = await receiveFile(storageDir, await archive.read(fileEntry(path)), ANY_SIZE);
      await incoming.keepAs(join(storageDir, path));
    }
    report(`${manifest.tables.length} tables`);
    await restoreDatabase(databaseUrl, { ...manifest, rows: ({ name }) => archive.read(tableEntry(name)) });
    const kept = new Set(manifest.files.map(({ path }) => path));
    for (const path of await storageFiles(storageDir))
      if (!kept.has(path)) await rm(join(storageDir, path), { force: true });
    return manifest;
  } finally {
    archive.close();
  }
}
