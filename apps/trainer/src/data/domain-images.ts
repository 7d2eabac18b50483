import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { messageOf, TrainerError } from '../errors.ts';
import { sha256 } from '../files/hash.ts';
import { mapConcurrently } from '../files/map-concurrently.ts';
import type { ImageCache } from './image-cache.ts';
import type { ImageFile } from './image-files.ts';

/** A training image that was read and decoded once. */
export interface TrainingImage extends ImageFile {
  sha256: string;
  /** Pixels after the resize. */
  width: number;
  height: number;
}

/** A file that is left out, and why. */
export interface SkippedImage {
  domain: string;
  name: string;
  reason: string;
}

export interface DomainImages {
  key: string;
  /** Ordered by hash, so that what is drawn depends on the images alone, not on their names or places. */
  images: TrainingImage[];
  skipped: SkippedImage[];
  /** SHA-256 over the sorted image hashes. */
  dataset: string;
}

type Read = { ok: true; image: TrainingImage } | { ok: false; skipped: SkippedImage };

/**
 * Reads, hashes and decodes every file of a domain, into the cache as far as it reaches. Files that aren't readable
 * images are skipped by name; throws a `data` error when none is left.
 */
export async function readDomain(key: string, files: readonly ImageFile[], cache: ImageCache): Promise<DomainImages> {
  const results = await mapConcurrently(files, 2 * availableParallelism(), async (file): Promise<Read> => {
    try {
      const contents = await readFile(file.path);
      const { width, height } = await cache.add(file.path, contents);
      return { ok: true, image: { ...file, sha256: sha256(contents), width, height } };
    } catch (error) {
      return { ok: false, skipped: { domain: key, name: file.name, reason: messageOf(error) } };
    }
  });
  const skipped = results.flatMap((result) => (result.ok ? [] : [result.skipped]));
  const images = results.flatMap((result) => (result.ok ? [result.image] : []));
  const first = skipped[0];
  if (images.length === 0)
    throw new TrainerError(
      'data',
      `domain ${key}: none of its ${files.length} files is a readable image${first ? ` (${first.name} ${first.reason})` : ''}`,
    );
  images.sort((a, b) => (a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : 0));
  return { key, images, skipped, dataset: sha256(images.map((image) => image.sha256).join('\n')) };
}
