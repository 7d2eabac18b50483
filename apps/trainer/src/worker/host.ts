import { Worker } from 'node:worker_threads';
import type { AskedChange } from '@combogan/contracts';
import { messageOf } from '../errors.ts';
import type { TrainingJob } from '../training/job.ts';
import type { TrainingReporter } from '../training/run.ts';
import type { StopRequest } from '../training/stop.ts';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';

/** Training under way in a worker thread. */
export interface TrainingHandle {
  /** Asks it to stop at the next iteration. */
  stop(request: StopRequest): void;
  /** Has it take a change at the next iteration. */
  tune(change: AskedChange): void;
  /** Resolves when the thread is gone; by then its last event has been reported. */
  finished: Promise<void>;
}

/**
 * A worker thread that understands TypeScript: threads do not inherit the loader that tsx installs on the main thread,
 * so this one installs it itself.
 */
function typescriptWorker(entry: URL, start: WorkerStart): Worker {
  const register = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const source = `import { register } from ${register}; register(); await import(${JSON.stringify(entry.href)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: start, execArgv: [] });
}

/** Starts training in a worker thread. A thread that dies reports `failed`, as any other failure. */
export function startTraining(job: TrainingJob, reporter: TrainingReporter): TrainingHandle {
  const worker = typescriptWorker(new URL('./worker.ts', import.meta.url), { job });
  let ended = false;
  const fail = (message: string): void => {
    if (ended) return;
    ended = true;
    reporter.event({ event: 'failed', code: 'internal', message });
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'warning') return reporter.warning(message.message);
    ended ||= ['done', 'stopped', 'failed'].includes(message.event.event);
    reporter.event(message.event);
  });
  worker.on('error', (error) => fail(`the training thread failed: ${messageOf(error)}`));
  const finished = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      fail(`the training thread ended unexpectedly with code ${code}`);
      resolve();
    });
  });
  return {
    tune: (change) => worker.postMessage({ kind: 'tune', change } satisfies ToWorker),
    stop: (request) => worker.postMessage({ kind: 'stop', ...request } satisfies ToWorker),
    finished,
  };
}
