import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Name beside `path` for what is being written and is not yet to be seen. */
export const temporaryBeside = (path: string): string => `${path}.tmp-${randomBytes(4).toString('hex')}`;

/** Makes a folder's entries durable. Windows can't open folders and needs no such call. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes chunks to a new file and syncs it. Returns its length in bytes. */
export function writeSynced(path: string, chunks: Iterable<Uint8Array>): number {
  const descriptor = openSync(path, 'wx');
  let bytes = 0;
  try {
    for (const chunk of chunks) {
      let written = 0;
      while (written < chunk.byteLength) written += writeSync(descriptor, chunk, written);
      bytes += written;
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}

/** Puts a whole file at `path`, or leaves what was there: nobody ever sees half of it. */
export function writeFileAtomic(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = temporaryBeside(path);
  try {
    writeSynced(temporary, [bytes]);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(dirname(path));
}
