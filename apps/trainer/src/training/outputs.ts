import { linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { saveCheckpoint } from '../checkpoint/save.ts';
import type { DomainImages } from '../data/domain-images.ts';
import { writeDomainWeights } from '../export/domain-weights.ts';
import { writeFileAtomic } from '../files/atomic.ts';
import type { TrainingEvent } from './events.ts';
import {
  CHECKPOINT_FOLDER,
  SAMPLES_FOLDER,
  STAGED_CHECKPOINTS_FOLDER,
  type TrainingJob,
  WEIGHTS_FOLDER,
} from './job.ts';
import { type Probe, reconstructionsPath, renderSheet } from './samples.ts';
import type { TrainingSession } from './session.ts';

/** Writes what a run yields into the job's folder: sample sheets, checkpoints, weights. Each call returns its event. */
export class RunOutputs {
  readonly #job: TrainingJob;
  readonly #session: TrainingSession;
  readonly #domains: readonly DomainImages[];
  readonly #probes: readonly Probe[];
  readonly #keys: string[];
  readonly #syncLog: () => void;

  /** @param syncLog makes the log durable: a checkpoint must not be newer */
  constructor(
    job: TrainingJob,
    session: TrainingSession,
    domains: readonly DomainImages[],
    probes: readonly Probe[],
    syncLog: () => void,
  ) {
    this.#job = job;
    this.#session = session;
    this.#domains = domains;
    this.#probes = probes;
    this.#syncLog = syncLog;
    this.#keys = domains.map(({ key }) => key);
  }

  /** samples/ITERATION.png and, of the translations translated back, samples/ITERATION.back.png */
  async sample(): Promise<TrainingEvent> {
    const { iteration, engine } = this.#session;
    const { png, reconstructions, sheet } = await renderSheet(
      engine,
      this.#probes,
      this.#keys,
      this.#job.config,
      iteration,
    );
    const path = `${SAMPLES_FOLDER}/${iteration}.png`;
    writeFileAtomic(join(this.#job.folder, path), png);
    writeFileAtomic(join(this.#job.folder, reconstructionsPath(path)), reconstructions);
    return { event: 'sample', path, ...sheet };
  }

  /** checkpoint/, of the iteration just completed. */
  async checkpoint(): Promise<TrainingEvent> {
    const { config, folder, stageCheckpoints } = this.#job;
    const { engine } = this.#session;
    const state = await this.#session.state();
    const path = join(folder, CHECKPOINT_FOLDER);
    this.#syncLog();
    const written = saveCheckpoint(path, state, {
      config,
      domains: this.#domains.map(({ key, dataset }, index) => ({
        key,
        dataset,
        ...(this.#job.domains[index]?.frozen ? { frozen: true } : {}),
      })),
      engine: { name: engine.name, threads: engine.threads },
    });
    if (stageCheckpoints) this.#stage(path, state.iteration);
    return { event: 'checkpoint', iteration: state.iteration, path: CHECKPOINT_FOLDER, ...written };
  }

  /** weights/NAME.zip of a domain. */
  async weights(domain: number): Promise<TrainingEvent> {
    const { config, run, folder } = this.#job;
    const { iteration, engine } = this.#session;
    const key = this.#keys[domain] ?? '';
    const path = `${WEIGHTS_FOLDER}/${key}.zip`;
    const written = await writeDomainWeights(join(folder, path), await engine.tensors(domain), {
      domain: key,
      domains: this.#keys,
      iteration,
      config,
      run,
      engine: engine.name,
      createdAt: new Date().toISOString(),
    });
    return { event: 'weights', domain: key, iteration, path, ...written };
  }

  /** Links the checkpoint's files to a place where the next checkpoint does not replace them. */
  #stage(checkpoint: string, iteration: number): void {
    const staged = join(this.#job.folder, STAGED_CHECKPOINTS_FOLDER, String(iteration));
    rmSync(staged, { recursive: true, force: true });
    mkdirSync(staged, { recursive: true });
    for (const name of readdirSync(checkpoint)) linkSync(join(checkpoint, name), join(staged, name));
  }
}
