import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { DatabaseSnapshot } from '@combogan/db';
import { artifactPath, imagePath, thumbnailPath } from '../../apps/web/src/server/storage.ts';

/** Files that are still on their way in: no row names them. */
const INCOMING = 'incoming';

/** Paths of all complete files, relative to the storage, with `/` between their parts. */
export async function storageFiles(storageDir: string): Promise<string[]> {
  const entries = await readdir(storageDir, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(storageDir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith(`${INCOMING}/`))
    .sort();
}

/**
 * What each named file may be called, the first that exists counts, and whether its name is the hash of its content.
 * An image has a thumbnail beside it.
 */
export function placesOf({ kind, sha256 }: DatabaseSnapshot['files'][number]): { path: string[]; hashed: boolean }[] {
  const below = (path: string) => path.slice(1);
  if (kind !== 'image') return [{ path: [below(artifactPath('/', kind, sha256))], hashed: true }];
  const image = (['png', 'jpg'] as const).map((extension) => below(imagePath('/', sha256, extension)));
  return [
    { path: image, hashed: true },
    { path: [below(thumbnailPath('/', sha256))], hashed: false },
  ];
}
