import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointManifest } from '@combogan/contracts';
import { compareCheckpoint } from '../checkpoint/compare.ts';
import { extendedState } from '../checkpoint/extend.ts';
import { type LoadedCheckpoint, loadCheckpoint } from '../checkpoint/load.ts';
import { removeLeftovers, setAside } from '../checkpoint/save.ts';
import { firstState, type TrainingState } from '../checkpoint/training-state.ts';
import { type DomainImages, readDomain, type SkippedImage } from '../data/domain-images.ts';
import { ImageCache } from '../data/image-cache.ts';
import { PixelFile } from '../data/pixel-file.ts';
import { TrainerError } from '../errors.ts';
import { CHECKPOINT_FOLDER, type TrainingJob } from './job.ts';
import { type Probe, readProbes } from './samples.ts';

/** A job with its images read and its state in memory: nothing of it has been written yet. */
export interface PreparedJob {
  /** To be closed. */
  cache: ImageCache;
  domains: DomainImages[];
  probes: Probe[];
  state: TrainingState;
  /** What made the checkpoint that `state` comes from; null when it is the first state. */
  resumed: CheckpointManifest['engine'] | null;
  warnings: string[];
}

const skippedLine = ({ domain, name, reason }: SkippedImage): string => `domain ${domain}: skipped ${name}: ${reason}`;

/** What is to be known about going on from that checkpoint. */
function* resumeWarnings({ manifest, damaged }: LoadedCheckpoint, job: TrainingJob): Generator<string> {
  if (damaged !== null)
    yield `the last checkpoint is damaged (${damaged}): going on from the one before, of iteration ${manifest.iteration}`;
  const { name, threads } = manifest.engine;
  if (name !== job.engine || threads !== job.threads)
    yield `the checkpoint was made by ${name} with ${threads} threads: on ${job.engine} with ${job.threads} the losses go on, but not bit for bit`;
}

/** Room for pixels beyond the memory: half of what the disk has left, or none where a folder is not (yet) ours. */
async function pixelFile(folder: string): Promise<PixelFile | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return await PixelFile.create(join(folder, 'pixels'), (bavail * bsize) / 2);
  } catch {
    return undefined;
  }
}

/** Reads a job's images and its checkpoint, or its first state. Throws a `data` error for what can't be trained on. */
export async function prepare(job: TrainingJob): Promise<PreparedJob> {
  const cache = new ImageCache(job.config.loadSize, job.imageBytes, await pixelFile(job.folder));
  try {
    return await prepareWith(cache, job);
  } catch (error) {
    await cache.close();
    throw error;
  }
}

/** The state before the first iteration: drawn anew, or for the domains of another run taken from its checkpoint. */
async function newState({ config, domains, from }: TrainingJob): Promise<TrainingState> {
  if (from === undefined)
    return firstState(
      config,
      domains.map(({ key }) => key),
    );
  const extended = await loadCheckpoint(from);
  if (!extended) throw new TrainerError('data', `the run to extend has no checkpoint at ${from}`);
  return extendedState(extended, config, domains);
}

async function prepareWith(cache: ImageCache, job: TrainingJob): Promise<PreparedJob> {
  const { config } = job;
  const domains: DomainImages[] = [];
  for (const { key, train } of job.domains) domains.push(await readDomain(key, train, cache));
  const { probes, skipped } = await readProbes(job.domains, domains, config);
  const warnings = [...domains.flatMap((domain) => domain.skipped), ...skipped].map(skippedLine);

  const checkpoint = join(job.folder, CHECKPOINT_FOLDER);
  removeLeftovers(checkpoint);
  const loaded = job.resume ? await loadCheckpoint(checkpoint) : undefined;
  if (loaded) {
    compareCheckpoint(
      loaded.manifest,
      config,
      domains.map((domain, index) => ({ ...domain, frozen: job.domains[index]?.frozen })),
    );
    warnings.push(...resumeWarnings(loaded, job));
    if (loaded.damaged !== null) setAside(checkpoint);
  }
  const state = loaded?.state ?? (await newState(job));
  return { cache, domains, probes, state, resumed: loaded?.manifest.engine ?? null, warnings };
}
