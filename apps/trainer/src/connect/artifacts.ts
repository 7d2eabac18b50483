import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainerEvent } from '@combogan/contracts';
import { MANIFEST_FILE, STATE_FILE } from '../checkpoint/save.ts';
import { writeZip } from '../export/zip-file.ts';
import type { TrainingEvent } from '../training/events.ts';
import { STAGED_CHECKPOINTS_FOLDER } from '../training/job.ts';
import { reconstructionsPath } from '../training/samples.ts';
import { withRetry } from './retry.ts';
import type { Artifact, Attempt, StudioHttp } from './studio-http.ts';

type Of<K extends TrainingEvent['event']> = Extract<TrainingEvent, { event: K }>;

/**
 * Sends what a run yields: first the file, then the event that names it. Samples and weights go up in their order;
 * checkpoints, which may be large, beside them, and one that a newer has overtaken is left out. A checkpoint is announced
 * after the samples before it: whoever resumes at it makes only later ones.
 */
export class ArtifactSender {
  readonly #http: StudioHttp;
  readonly #attempt: Attempt;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #announce: (event: TrainerEvent) => void;
  #files: Promise<void> = Promise.resolve();
  #checkpoints: Promise<void> = Promise.resolve();
  #newestCheckpoint = -1;

  /**
   * @param folder the job's folder, which paths of events are relative to
   * @param announce takes the event once its file is stored
   */
  constructor(
    http: StudioHttp,
    attempt: Attempt,
    folder: string,
    signal: AbortSignal,
    announce: (event: TrainerEvent) => void,
  ) {
    this.#http = http;
    this.#attempt = attempt;
    this.#folder = folder;
    this.#signal = signal;
    this.#announce = announce;
  }

  sample({ event: _, path, ...sheet }: Of<'sample'>): void {
    const { sha256, bytes } = sheet;
    this.#files = this.#then(this.#files, async () => {
      await this.#put({ kind: 'sample', name: path, path: join(this.#folder, path), sha256, bytes });
      if (sheet.reconstructions) {
        const name = reconstructionsPath(path);
        await this.#put({ kind: 'sample', name, path: join(this.#folder, name), ...sheet.reconstructions });
      }
      this.#announce({ kind: 'sample', sheet });
    });
  }

  weights({ domain, iteration, path, sha256, bytes }: Of<'weights'>): void {
    this.#files = this.#then(this.#files, async () => {
      await this.#put({ kind: 'weights', name: path, path: join(this.#folder, path), sha256, bytes });
      this.#announce({ kind: 'weights', domain, iteration, sha256, bytes });
    });
  }

  /** The checkpoint goes up as one zip of its files. It names the run: a run's older ones are removed, and are nobody else's. */
  checkpoint({ iteration }: Of<'checkpoint'>): void {
    this.#newestCheckpoint = iteration;
    const before = this.#files;
    this.#checkpoints = this.#then(this.#checkpoints, async () => {
      const staged = join(this.#folder, STAGED_CHECKPOINTS_FOLDER, String(iteration));
      const path = `${staged}.zip`;
      try {
        if (iteration < this.#newestCheckpoint) return;
        const members = [STATE_FILE, MANIFEST_FILE].map((name) => ({ name, path: join(staged, name) }));
        const run = { name: 'run', bytes: Buffer.from(this.#attempt.runId) };
        const written = await writeZip(path, [...members, run]);
        await this.#put({ kind: 'checkpoint', name: `checkpoint/${iteration}.zip`, path, ...written });
        await before;
        this.#announce({ kind: 'checkpoint', iteration, ...written });
      } finally {
        rmSync(staged, { recursive: true, force: true });
        rmSync(path, { force: true });
      }
    });
  }

  /** Resolves when everything is up; rejects with the first failure. */
  async sent(): Promise<void> {
    await Promise.all([this.#files, this.#checkpoints]);
  }

  #then(before: Promise<void>, send: () => Promise<void>): Promise<void> {
    const next = before.then(send);
    // Whoever waits in sent() meets the failure.
    next.catch(() => undefined);
    return next;
  }

  #put(artifact: Artifact): Promise<void> {
    return withRetry(() => this.#http.putArtifact(this.#attempt, artifact, this.#signal), this.#signal);
  }
}
