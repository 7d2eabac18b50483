import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAssignment } from '@combogan/contracts';
import type { ImageFile } from '../data/image-files.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { sha256OfFile } from '../files/hash.ts';
import { mapConcurrently } from '../files/map-concurrently.ts';
import { mayPass } from './refusal.ts';
import { withRetry } from './retry.ts';
import type { StudioHttp } from './studio-http.ts';

type AssignedImage = RunAssignment['domains'][number]['train'][number];

/** Downloads under way at the same time. */
const CONCURRENT = 6;
/** Tries for one image before the run is given up. */
const TRIES = 8;

/** Where each image of a run lies on this machine, by hash. */
export type StoredImages = ReadonlyMap<string, ImageFile>;

/** Images on this machine's disk, named by their hash: a second run with the same domain downloads nothing. */
export class ImageStore {
  readonly #folder: string;
  readonly #http: StudioHttp;
  /** Hashes that were compared in this process. */
  readonly #checked = new Set<string>();

  constructor(folder: string, http: StudioHttp) {
    this.#folder = folder;
    this.#http = http;
  }

  /** Makes sure that every image of the assignment is here. Throws a `data` error naming one that can't be had. */
  async fetchAll(assignment: RunAssignment, signal: AbortSignal): Promise<{ images: StoredImages; fetched: number }> {
    const wanted = new Map(
      assignment.domains
        .flatMap(({ train, probes }) => [...train, ...probes])
        .map((image): [string, AssignedImage] => [image.sha256, image]),
    );
    let fetched = 0;
    const files = await mapConcurrently([...wanted.values()], CONCURRENT, async ({ sha256, bytes }) => {
      const path = join(this.#folder, sha256.slice(0, 2), sha256);
      if (!(await this.#holds(path, sha256, bytes))) {
        await this.#fetch(sha256, path, signal);
        fetched++;
      }
      this.#checked.add(sha256);
      return [sha256, { path, name: sha256 }] as const;
    });
    return { images: new Map(files), fetched };
  }

  async #holds(path: string, sha256: string, bytes: number): Promise<boolean> {
    if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return false;
    if (this.#checked.has(sha256) || (await sha256OfFile(path)) === sha256) return true;
    await rm(path, { force: true });
    return false;
  }

  async #fetch(sha256: string, path: string, signal: AbortSignal): Promise<void> {
    try {
      await withRetry(async (tries) => {
        try {
          await this.#http.fetchImage(sha256, path, signal);
        } catch (error) {
          if (tries + 1 < TRIES || !mayPass(error)) throw error;
          throw new TrainerError('data', messageOf(error));
        }
      }, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new TrainerError('data', `image ${sha256.slice(0, 12)} could not be downloaded: ${messageOf(error)}`);
    }
  }
}
