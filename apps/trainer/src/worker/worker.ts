/**
 * The worker thread: owns the engine and the training loop. ONNX Runtime blocks the thread it is called on, so
 * the connection, the heartbeat and the terminal live on the main thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { LiveConfig } from '../training/live-config.ts';
import { runTraining, type TrainingReporter } from '../training/run.ts';
import { StopSignal } from '../training/stop.ts';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

const { job } = workerData as WorkerStart;
const stop = new StopSignal();
const send = (message: FromWorker): void => port.postMessage(message);

const live = new LiveConfig(job);

port.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') stop.stop({ checkpoint: message.checkpoint });
  else live.ask(message.change);
});
const reporter: TrainingReporter = {
  event: (event) => send({ kind: 'event', event }),
  warning: (message) => send({ kind: 'warning', message }),
};
await runTraining(job, stop, reporter, undefined, live);
// Without it the open port would keep the thread alive.
port.close();
