import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ArtifactKind, StudioError } from '@combogan/contracts';

/**
 * The storage folder holds files named by the SHA-256 of their content, so writing one twice is harmless:
 * images/ab/abcd….png|jpg, thumbnails/ab/abcd….webp, samples, weights and checkpoints likewise; incoming/ holds what
 * is not yet complete. A file is written there, synced, and renamed: a name in the other folders is always whole.
 */
const ARTIFACTS: Record<ArtifactKind, { folder: string; extension: string }> = {
  sample: { folder: 'samples', extension: 'png' },
  weights: { folder: 'weights', extension: 'zip' },
  checkpoint: { folder: 'checkpoints', extension: 'checkpoint' },
};

const IMAGE_TYPES = { png: 'image/png', jpg: 'image/jpeg' } as const;
export type ImageExtension = keyof typeof IMAGE_TYPES;

/** Next's bundler would take a path it cannot foresee for any file of the project, and trace them all. */
const inside = (root: string, ...path: string[]): string => join(/* turbopackIgnore: true */ root, ...path);

const shelf = (root: string, folder: string, sha256: string, extension: string): string =>
  inside(root, folder, sha256.slice(0, 2), `${sha256}.${extension}`);

export const artifactPath = (root: string, kind: ArtifactKind, sha256: string): string =>
  shelf(root, ARTIFACTS[kind].folder, sha256, ARTIFACTS[kind].extension);

export const imagePath = (root: string, sha256: string, extension: ImageExtension): string =>
  shelf(root, 'images', sha256, extension);

export const thumbnailPath = (root: string, sha256: string): string => shelf(root, 'thumbnails', sha256, 'webp');

/** Where an image of that hash lies and its media type; null when it is not stored. */
export async function findImageFile(root: string, sha256: string): Promise<{ path: string; type: string } | null> {
  for (const extension of ['png', 'jpg'] as const) {
    const path = imagePath(root, sha256, extension);
    if (await exists(path)) return { path, type: IMAGE_TYPES[extension] };
  }
  return null;
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** A file on its way into the storage. Exactly one of `keepAs` and `discard` ends it. */
export interface IncomingFile {
  path: string;
  sha256: string;
  bytes: number;
  /** Renames the synced file to its place; what lies there already is the same content. */
  keepAs(path: string): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Streams `source` into a synced temporary file while hashing it. More than `limit` bytes throw a StudioError
 * 'too_large'; whatever goes wrong, the file is gone.
 */
export async function receiveFile(
  root: string,
  source: AsyncIterable<Uint8Array>,
  limit: { bytes: number; says: string },
): Promise<IncomingFile> {
  const path = inside(root, 'incoming', randomUUID());
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await openNew(path);
  try {
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > limit.bytes)
        throw new StudioError('too_large', `The file is larger than ${limit.says}.`, { limit: limit.says });
      hash.update(chunk);
      await writeAll(file, chunk);
    }
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  return {
    path,
    sha256: hash.digest('hex'),
    bytes,
    keepAs: (place) => moveTo(path, place),
    discard: () => rm(path, { force: true }),
  };
}

/** Writes a small file whole or not at all. */
export async function writeWhole(root: string, place: string, content: Uint8Array): Promise<void> {
  const path = inside(root, 'incoming', randomUUID());
  const file = await openNew(path);
  try {
    await writeAll(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
  await moveTo(path, place);
}

/** Makes the folder and removes what a server that died left half-received more than a day ago. */
export async function prepareStorage(root: string): Promise<void> {
  const incoming = inside(root, 'incoming');
  await mkdir(incoming, { recursive: true });
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of await readdir(incoming)) {
    const path = inside(incoming, name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < yesterday) await rm(path, { force: true });
  }
}

/** Rejects unless a file can be written and removed: a full disk and a read-only one both count. */
export async function probeStorage(root: string): Promise<void> {
  const path = inside(root, 'incoming', randomUUID());
  const file = await openNew(path);
  try {
    await writeAll(file, new Uint8Array([1]));
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'wx');
  }
}

async function writeAll(file: FileHandle, content: Uint8Array): Promise<void> {
  for (let at = 0; at < content.byteLength; ) at += (await file.write(content, at)).bytesWritten;
}

async function moveTo(path: string, place: string): Promise<void> {
  try {
    await mkdir(dirname(place), { recursive: true });
    await rename(path, place);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  const folder = await open(dirname(place), 'r');
  // the new name must survive a power cut too, or a row in the database would point at nothing
  await folder.sync().finally(() => folder.close());
}
