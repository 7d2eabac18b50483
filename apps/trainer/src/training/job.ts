import type { AskedChange, RunAssignment, RunConfig } from '@combogan/contracts';
import type { ImageFile } from '../data/image-files.ts';
import type { EngineName } from '../engines/names.ts';

export interface JobDomain {
  key: string;
  /** Files to train on; what can't be read is skipped by name. */
  train: ImageFile[];
  /** True keeps the domain as the run that this one extends left it: others learn through it. */
  frozen?: boolean;
  /** Images of the sample matrix; null takes the first training images by name. */
  probes: ImageFile[] | null;
}

/** Indices of the domains that stay as they are. */
export const frozenDomains = (domains: readonly { frozen?: boolean }[]): ReadonlySet<number> =>
  new Set([...domains.keys()].filter((index) => domains[index]?.frozen));

/** Everything the worker thread needs to train a run from its start, or from its last checkpoint, to its end. */
export interface TrainingJob {
  /** The run in the web, or null when it trains without one. */
  run: { id: string; name: string } | null;
  /** As launched. */
  config: RunConfig;
  /** What earlier attempts changed, and from which iteration on. */
  changes: RunAssignment['changes'];
  /** What was asked for since, to be taken after iteration `pendingAfter`. */
  pendingChanges: AskedChange[];
  pendingAfter: number;
  domains: JobDomain[];
  engine: EngineName;
  threads: number;
  /** Gets weights/, samples/, checkpoint/ and log.ndjson. */
  folder: string;
  /** Checkpoint of the run that this one extends: domains of these keys start from it, the others anew. */
  from?: string;
  /** Go on from the checkpoint in `folder` when there is one. */
  resume: boolean;
  /** Keep every checkpoint's files linked under checkpoints-to-send/ITERATION, for whoever uploads them. */
  stageCheckpoints: boolean;
  /** Bytes of decoded images held in memory. */
  imageBytes: number;
}

export const SAMPLES_FOLDER = 'samples';
export const WEIGHTS_FOLDER = 'weights';
export const CHECKPOINT_FOLDER = 'checkpoint';
export const STAGED_CHECKPOINTS_FOLDER = 'checkpoints-to-send';
export const LOG_FILE = 'log.ndjson';
