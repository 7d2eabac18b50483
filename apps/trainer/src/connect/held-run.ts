import { mkdirSync, rmSync } from 'node:fs';
import { type Failure, type RunAssignment, TIMING, type TransitionMessage } from '@combogan/contracts';
import { iterationFlops } from '@combogan/model/cost';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { ChosenEngine } from '../engines/choose.ts';
import { messageOf, TrainerError } from '../errors.ts';
import type { TrainingEvent } from '../training/events.ts';
import type { TrainingJob } from '../training/job.ts';
import { startTraining, type TrainingHandle } from '../worker/host.ts';
import { ArtifactSender } from './artifacts.ts';
import type { ImageStore, StoredImages } from './image-store.ts';
import { Outbox } from './outbox.ts';
import { RecordBatches } from './record-batches.ts';
import { Refused } from './refusal.ts';
import { withRetry } from './retry.ts';
import type { StudioHttp } from './studio-http.ts';
import type { StudioLink } from './studio-link.ts';
import { CONNECT_TIMING } from './timing.ts';

type TransitionTo = z.infer<typeof TransitionMessage>['to'];
type StopReason = 'cancelled' | 'shutdown' | 'lost';

export interface HeldRunDeps {
  link: StudioLink;
  http: StudioHttp;
  images: ImageStore;
  engine: ChosenEngine;
  /** Folder of this run alone; removed when the run is over. */
  folder: string;
  imageBytes: number;
  log: Logger;
}

/**
 * One attempt at a run, from the claim to its end: heartbeat, images, training in the worker thread, events and files
 * on their way up. Every write carries the attempt's token; once the studio refuses one, the attempt is lost and all
 * work on it stops (R4).
 */
export class HeldRun {
  readonly #deps: HeldRunDeps;
  readonly #assignment: RunAssignment;
  readonly #attempt: { runId: string; attemptToken: string };
  /** Fires when the attempt is lost: nothing of it may be sent any more. */
  readonly #lost = new AbortController();
  /** Fires when there is no point in preparing further. */
  readonly #stopped = new AbortController();
  readonly #outbox: Outbox;
  readonly #records: RecordBatches;
  readonly #artifacts: ArtifactSender;
  #transitions: Promise<void> = Promise.resolve();
  #training: TrainingHandle | undefined;
  #end: TrainingEvent | undefined;
  #reason: StopReason | undefined;
  #iteration = 0;
  #fastest = Number.POSITIVE_INFINITY;
  #finishing = false;
  #beating = false;

  constructor(deps: HeldRunDeps, assignment: RunAssignment) {
    this.#deps = deps;
    this.#assignment = assignment;
    const attempt = { runId: assignment.runId, attemptToken: assignment.attemptToken };
    this.#attempt = attempt;
    this.#outbox = new Outbox(
      assignment.trainerSeq,
      (events) => deps.link.events({ ...attempt, events }),
      (error) => this.#lose(messageOf(error)),
    );
    this.#lost.signal.addEventListener('abort', () => this.#outbox.close());
    this.#records = new RecordBatches((records) => this.#outbox.push({ kind: 'iterations', records }));
    this.#artifacts = new ArtifactSender(deps.http, attempt, deps.folder, this.#lost.signal, (event) =>
      this.#outbox.push(event),
    );
  }

  get runId(): string {
    return this.#assignment.runId;
  }

  /** Operations a second of the fastest iteration; null before the second one. */
  get flops(): number | null {
    return Number.isFinite(this.#fastest) ? iterationFlops(this.#assignment.config) / (this.#fastest / 1000) : null;
  }

  /** Trains the run to its end, whatever that is, and reports it. Never throws. */
  async run(): Promise<void> {
    const { log, folder } = this.#deps;
    const heart = setInterval(() => this.beat(), TIMING.heartbeatEvery);
    try {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      await this.#train();
      await this.#conclude();
    } catch (error) {
      await this.#fail(error);
    } finally {
      clearInterval(heart);
      this.#outbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
    log.info({ run: this.#assignment.name, iteration: this.#iteration }, `run ${this.#outcome()}`);
  }

  /** Tells the studio that the work goes on; hears of commands and of a lost lease. */
  beat(): void {
    if (this.#beating || this.#lost.signal.aborted) return;
    this.#beating = true;
    this.#deps.link
      .heartbeat({ ...this.#attempt, iteration: this.#iteration })
      .then((command) => {
        if (command === 'cancel') this.cancel();
      })
      .catch((error: unknown) => {
        if (error instanceof Refused && ['conflict', 'forbidden', 'not_found'].includes(error.code))
          this.#lose(error.message);
      })
      .finally(() => {
        this.#beating = false;
      });
  }

  /** A member cancelled the run: stop at the next iteration. */
  cancel(): void {
    this.#stop('cancelled');
  }

  /** This trainer goes: stop at the next iteration and hand over what there is, if that is quick. */
  shutDown(): void {
    this.#stop('shutdown');
  }

  #outcome(): string {
    if (this.#reason === 'shutdown') return 'stopped: the trainer was shut down';
    return this.#reason ?? (this.#end?.event === 'done' ? 'finished' : 'failed');
  }

  #lose(why: string): void {
    if (this.#lost.signal.aborted) return;
    this.#deps.log.warn({ run: this.#assignment.name, why }, 'lost the run');
    this.#stop('lost');
    this.#lost.abort(new Error(why));
  }

  #stop(reason: StopReason): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#stopped.abort(new Error(reason));
    this.#training?.stop({ checkpoint: false });
  }

  async #train(): Promise<void> {
    const { images, log } = this.#deps;
    const { images: stored, fetched } = await images.fetchAll(this.#assignment, this.#stopped.signal);
    log.info({ images: stored.size, downloaded: fetched }, 'images are here');
    this.#training = startTraining(this.#job(stored), {
      event: (event) => this.#event(event),
      warning: (message) => {
        log.warn(message);
        this.#outbox.push({ kind: 'log', level: 'warn', message: message.slice(0, 2000) });
      },
    });
    await this.#training.finished;
  }

  #job(stored: StoredImages): TrainingJob {
    const { runId, name, config, domains } = this.#assignment;
    const { engine, folder, imageBytes } = this.#deps;
    const files = (images: readonly { sha256: string }[]) =>
      images.flatMap(({ sha256 }) => {
        const file = stored.get(sha256);
        return file ? [file] : [];
      });
    return {
      run: { id: runId, name },
      config,
      domains: domains.map(({ key, train, probes }) => ({ key, train: files(train), probes: files(probes) })),
      ...engine,
      folder,
      resume: false,
      stageCheckpoints: true,
      imageBytes,
    };
  }

  #event(event: TrainingEvent): void {
    switch (event.event) {
      case 'start':
        this.#transition('running');
        this.#outbox.push({
          kind: 'log',
          level: 'info',
          message: `${event.engine} on ${event.device}, ${event.threads} threads`,
        });
        return;
      case 'iteration': {
        const { event: _, ...record } = event;
        this.#iteration = record.iteration;
        // The first one compiles the step.
        if (record.iteration > 1) this.#fastest = Math.min(this.#fastest, record.ms);
        this.#records.push(record);
        return;
      }
      case 'sample':
        this.#records.flush();
        this.#artifacts.sample(event);
        return;
      case 'checkpoint':
        this.#records.flush();
        this.#artifacts.checkpoint(event);
        return;
      case 'weights':
        this.#records.flush();
        if (!this.#finishing) this.#transition('finishing');
        this.#finishing = true;
        this.#artifacts.weights(event);
        return;
      default:
        this.#records.flush();
        this.#end = event;
    }
  }

  /** Hands over what is left, then says how the run ended. */
  async #conclude(): Promise<void> {
    const end = this.#end;
    if (this.#reason === 'lost') return;
    if (end?.event === 'failed') throw new TrainerError(end.code, end.message);
    if (end?.event === 'stopped') {
      await this.#handOver();
      if (this.#reason === 'cancelled') this.#transition('cancelled');
      else this.#transition('failed', this.#shutDownFailure());
    } else {
      await this.#artifacts.sent();
      await this.#outbox.drained();
      this.#transition('finished');
    }
    await this.#transitions;
  }

  async #fail(error: unknown): Promise<void> {
    const { log } = this.#deps;
    if (this.#reason === 'lost' || this.#lost.signal.aborted) return;
    try {
      await this.#handOver();
      if (this.#reason === 'cancelled') this.#transition('cancelled');
      else this.#transition('failed', this.#reason ? this.#shutDownFailure() : failureOf(error));
      await this.#transitions;
      if (!this.#reason) log.error({ run: this.#assignment.name, why: messageOf(error) }, 'run failed');
    } catch (problem) {
      log.error({ run: this.#assignment.name, why: messageOf(problem) }, 'the end of the run could not be reported');
    }
  }

  /** Waits for files and events under way; a file that can't go up does not keep the run's end from being told. */
  async #handOver(): Promise<void> {
    if (this.#reason === 'shutdown')
      setTimeout(() => this.#lost.abort(new Error('the trainer was shut down')), CONNECT_TIMING.farewell).unref();
    await this.#artifacts.sent().catch(() => undefined);
    await this.#outbox.drained();
  }

  #shutDownFailure(): Failure {
    return { code: 'trainer_lost', message: `the trainer was shut down after iteration ${this.#iteration}` };
  }

  /** Reports a transition after those before it and after the events that led to it. */
  #transition(to: TransitionTo, failure?: Failure): void {
    this.#transitions = this.#transitions.then(() =>
      withRetry(
        () => this.#deps.link.transition({ ...this.#attempt, to, failure, flops: this.flops ?? undefined }),
        this.#lost.signal,
      ),
    );
    this.#transitions.catch((error: unknown) => {
      if (error instanceof Refused) this.#lose(error.message);
    });
  }
}

/** What the studio is told of a failure. */
function failureOf(error: unknown): Failure {
  const code = error instanceof TrainerError && error.code !== 'usage' ? error.code : 'internal';
  return { code, message: messageOf(error) };
}
