import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { messageOf, systemCode, TrainerError } from '../errors.ts';
import { naturalOrder } from '../files/natural-order.ts';

/** One image of a domain on this machine's disk. */
export interface ImageFile {
  path: string;
  /** What messages call it: its path inside the domain's folder. */
  name: string;
}

const REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder',
  EACCES: 'may not be read (no permission)',
};

/**
 * Every visible file in a folder and its subfolders, in natural order of their relative paths. Whether they are images
 * is judged by their content later. Throws a `data` error when the folder can't be read or holds no file.
 */
export async function listImageFiles(domain: string, folder: string): Promise<ImageFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const reason = REASONS[systemCode(error) ?? ''] ?? `can't be read: ${messageOf(error)}`;
    throw new TrainerError('data', `domain ${domain}: the folder ${folder} ${reason}`);
  });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split(/[/\\]/).some((part) => part.startsWith('.')))
    .sort(naturalOrder)
    .map((name) => ({ path: join(folder, name), name: name || basename(folder) }));
  if (files.length === 0) throw new TrainerError('data', `domain ${domain}: no image in the folder ${folder}`);
  return files;
}
