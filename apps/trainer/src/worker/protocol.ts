import type { AskedChange } from '@combogan/contracts';
import type { TrainingEvent } from '../training/events.ts';
import type { TrainingJob } from '../training/job.ts';
import type { StopRequest } from '../training/stop.ts';

/** What the main thread starts the worker thread with. */
export interface WorkerStart {
  job: TrainingJob;
}

/** Main thread to worker thread. */
export type ToWorker = ({ kind: 'stop' } & StopRequest) | { kind: 'tune'; change: AskedChange };

/** Worker thread to main thread. */
export type FromWorker = { kind: 'event'; event: TrainingEvent } | { kind: 'warning'; message: string };
