import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DomainLosses } from '@combogan/contracts';
import { Batches } from '../data/batches.ts';
import { createEngine } from '../engines/create.ts';
import type { Engine } from '../engines/engine.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { diskProblem } from '../files/problems.ts';
import type { TrainingEvent } from './events.ts';
import { frozenDomains, LOG_FILE, type TrainingJob } from './job.ts';
import { LiveConfig } from './live-config.ts';
import { LogFile } from './log-file.ts';
import { RunOutputs } from './outputs.ts';
import { type PreparedJob, prepare } from './prepare.ts';
import { TrainingSession } from './session.ts';
import type { StopSignal } from './stop.ts';

/** Where training reports to. */
export interface TrainingReporter {
  event(event: TrainingEvent): void;
  /** Something a person should know that stops nothing, such as a skipped image. */
  warning(message: string): void;
}

const allFinite = (losses: Record<string, DomainLosses>): boolean =>
  Object.values(losses).every((domain) => Object.values(domain).every(Number.isFinite));

const median = (values: number[]): number | null =>
  values.length === 0 ? null : (values.sort((a, b) => a - b)[values.length >> 1] ?? null);

function failure(error: unknown, { folder }: TrainingJob): TrainingEvent {
  const disk = diskProblem(error);
  return {
    event: 'failed',
    code: error instanceof TrainerError ? error.code : 'internal',
    message: disk ? `${folder} can't be written: ${disk}; the last checkpoint is whole` : messageOf(error),
  };
}

/** Iterations whose median time is reported at the end. */
const TIMED = 1000;

/** The loop itself: iterations with their samples and checkpoints, until the end or a stop request. */
async function iterate(
  job: TrainingJob,
  live: LiveConfig,
  session: TrainingSession,
  { domains, cache }: PreparedJob,
  outputs: RunOutputs,
  stop: StopSignal,
  report: (event: TrainingEvent) => void,
): Promise<number[]> {
  const { config } = job;
  const batches = new Batches(config, domains, cache, frozenDomains(job.domains));
  const times: number[] = [];
  while (session.iteration < live.iterations) {
    // The only moment at which this thread hears of a stop, of changes and of decoded images: a step blocks it.
    await nextTurn();
    if (stop.requested) return times;
    const start = performance.now();
    const next = session.iteration + 1;
    const batch = await batches.take(next);
    for (const number of live.take(next)) report({ event: 'applied', number, iteration: next });
    const now = live.at(next);
    const record = await session.iterate(batch, now);
    const ms = performance.now() - start;
    const { iteration } = record;
    if (!allFinite(record.losses)) throw new TrainerError('diverged', `diverged at iteration ${iteration}`);
    times.push(ms);
    if (times.length > TIMED) times.shift();
    report({ event: 'iteration', ...record, ms: Math.round(ms * 1000) / 1000 });
    const last = iteration === now.iterations;
    if (last || iteration % config.sampleEvery === 0) report(await outputs.sample());
    if (last || iteration % config.checkpointEvery === 0) report(await outputs.checkpoint());
  }
  return times;
}

async function train(
  job: TrainingJob,
  prepared: PreparedJob,
  log: LogFile,
  stop: StopSignal,
  live: LiveConfig,
  reporter: TrainingReporter,
  startEngine: typeof createEngine,
): Promise<void> {
  const { config } = job;
  const { domains, probes, state, resumed } = prepared;
  const started = performance.now();
  const report = (event: TrainingEvent): void => {
    log.append(event);
    reporter.event(event);
  };
  let engine: Engine | undefined;
  try {
    engine = await startEngine(job.engine, config, job.threads);
    const keys = domains.map(({ key }) => key);
    const session = new TrainingSession(engine, config, keys, state, frozenDomains(job.domains));
    const outputs = new RunOutputs(job, session, domains, probes, () => log.sync());
    report({
      event: 'start',
      iteration: session.iteration,
      iterations: live.iterations,
      domains: domains.map(({ key, images, skipped, dataset }, index) => ({
        key,
        images: images.length,
        skipped: skipped.map(({ name, reason }) => ({ name, reason })),
        dataset,
        frozen: job.domains[index]?.frozen ?? false,
      })),
      engine: engine.name,
      device: engine.device,
      threads: engine.threads,
      config,
      resumed,
    });
    if (!resumed) report(await outputs.sample());
    // From here on the run needs nothing of the one it extends.
    if (!resumed && job.from !== undefined) report(await outputs.checkpoint());
    const times = await iterate(job, live, session, prepared, outputs, stop, report);
    if (session.iteration < live.iterations) {
      const checkpoint = stop.requested?.checkpoint === true && session.iteration > state.iteration;
      if (checkpoint) report(await outputs.checkpoint());
      report({ event: 'stopped', iteration: session.iteration, checkpoint });
      return;
    }
    for (const domain of keys.keys()) report(await outputs.weights(domain));
    const seconds = Math.round(performance.now() - started) / 1000;
    report({ event: 'done', iteration: session.iteration, seconds, msPerIteration: median(times) });
  } catch (error) {
    const failed = failure(error, job);
    try {
      log.append(failed);
    } catch {
      // What failed may be the disk.
    }
    reporter.event(failed);
  } finally {
    await engine?.dispose();
  }
}

/**
 * Trains a job to its end, to a stop request, or to a failure; the last event says which. Input that can't be trained
 * on is reported as `failed` before anything is written.
 */
export async function runTraining(
  job: TrainingJob,
  stop: StopSignal,
  reporter: TrainingReporter,
  startEngine = createEngine,
  live = new LiveConfig(job),
): Promise<void> {
  let prepared: PreparedJob;
  let log: LogFile;
  try {
    prepared = await prepare(job);
    mkdirSync(job.folder, { recursive: true });
    log = new LogFile(join(job.folder, LOG_FILE), prepared.resumed ? prepared.state.iteration : undefined);
  } catch (error) {
    reporter.event(failure(error, job));
    return;
  }
  for (const warning of prepared.warnings) reporter.warning(warning);
  try {
    await train(job, prepared, log, stop, live, reporter, startEngine);
  } finally {
    log.close();
    await prepared.cache.close();
  }
}
