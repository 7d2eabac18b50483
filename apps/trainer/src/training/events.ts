import type { CheckpointManifest, IterationRecord, RunConfig, SampleSheet } from '@combogan/contracts';
import type { TrainerErrorCode } from '../errors.ts';

/** Where the files of an event lie: a path relative to the job's folder, with forward slashes. */
interface InFolder {
  path: string;
}

/**
 * What training reports, in order: the lines of log.ndjson and of `train --json`. `start` comes once per process with
 * the iterations already completed; the last event is `done`, `stopped` or `failed`.
 */
export type TrainingEvent =
  | {
      event: 'start';
      iteration: number;
      iterations: number;
      domains: {
        key: string;
        images: number;
        skipped: { name: string; reason: string }[];
        dataset: string;
        frozen: boolean;
      }[];
      engine: string;
      device: string;
      threads: number;
      config: RunConfig;
      /** What made the checkpoint it goes on from; null for a run that begins. */
      resumed: CheckpointManifest['engine'] | null;
    }
  | ({ event: 'iteration' } & IterationRecord)
  | { event: 'applied'; number: number; iteration: number }
  | ({ event: 'sample' } & InFolder & SampleSheet)
  | ({ event: 'checkpoint'; iteration: number; sha256: string; bytes: number } & InFolder)
  | ({ event: 'weights'; domain: string; iteration: number; sha256: string; bytes: number } & InFolder)
  | { event: 'done'; iteration: number; seconds: number; msPerIteration: number | null }
  | { event: 'stopped'; iteration: number; checkpoint: boolean }
  | { event: 'failed'; code: TrainerErrorCode; message: string };
