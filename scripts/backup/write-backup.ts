import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { StudioError } from '@combogan/contracts';
import { withDatabaseSnapshot } from '@combogan/db';
import { sha256 } from './archive-reader.ts';
import { writeArchive } from './archive-writer.ts';
import { fileEntry, MANIFEST, MANIFEST_HASH, type Manifest, tableEntry } from './manifest.ts';
import { placesOf, storageFiles } from './storage-files.ts';

export interface BackupOptions {
  databaseUrl: string;
  storageDir: string;
  out: string;
  report?(line: string): void;
}

/**
 * Writes database and storage into one file, also while the studio runs: the database as it is at one moment, then
 * the storage, whose files never change. Every file that a row of that moment names is in it, with the content that its
 * name says.
 * @throws StudioError `conflict` when `out` exists, `unavailable` when a named file is missing or damaged
 */
export async function writeBackup({
  databaseUrl,
  storageDir,
  out,
  report = () => {},
}: BackupOptions): Promise<Manifest> {
  if (await stat(out).catch(() => null)) throw new StudioError('conflict', `${out} exists already.`);
  return withDatabaseSnapshot(databaseUrl, async (snapshot) => {
    const manifest: Manifest = {
      format: 'combogan-studio-backup',
      version: 1,
      createdAt: new Date().toISOString(),
      migrations: snapshot.migrations,
      tables: [],
      files: [],
    };
    await writeArchive(out, async (archive) => {
      report(`${snapshot.tables.length} tables`);
      for (const table of snapshot.tables) {
        const content = await archive.add(tableEntry(table.name), snapshot.rows(table), { compress: true });
        manifest.tables.push({ ...table, ...content });
      }
      // listed after the snapshot: a row is written after its file
      const paths = await storageFiles(storageDir);
      report(`${paths.length} files`);
      const hashes = new Map<string, string>();
      for (const path of paths) {
        const source = createReadStream(join(storageDir, path));
        // images, weights and checkpoints hardly shrink
        const content = await archive.add(fileEntry(path), source, { compress: false });
        manifest.files.push({ path, ...content });
        hashes.set(path, content.sha256);
      }
      for (const named of snapshot.files)
        for (const { path, hashed } of placesOf(named)) {
          const found = path.find((candidate) => hashes.has(candidate));
          if (!found)
            throw new StudioError(
              'unavailable',
              `The storage lacks ${path[0]}, which the database names: no backup was made.`,
            );
          if (hashed && hashes.get(found) !== named.sha256)
            throw new StudioError('unavailable', `The file ${found} is damaged: no backup was made.`);
        }
      const text = JSON.stringify(manifest);
      await archive.add(MANIFEST, Readable.from([Buffer.from(text)]), { compress: true });
      await archive.add(MANIFEST_HASH, Readable.from([Buffer.from(sha256(text))]), { compress: false });
    });
    return manifest;
  });
}
