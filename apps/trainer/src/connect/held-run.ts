import { mkdirSync, rmSync } from 'node:fs';
import {
  type AskedChange,
  type CommandMessage,
  type Failure,
  type RunAssignment,
  TIMING,
  type TransitionMessage,
} from '@combogan/contracts';
import { iterationFlops } from '@combogan/model/cost';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { ChosenEngine } from '../engines/choose.ts';
import { messageOf, TrainerError } from '../errors.ts';
import type { TrainingEvent } from '../training/events.ts';
import type { TrainingJob } from '../training/job.ts';
import { startTraining, type TrainingHandle } from '../worker/host.ts';
import { ArtifactSender } from './artifacts.ts';
import { downloadCheckpoint } from './checkpoint-download.ts';
import type { ImageStore, StoredImages } from './image-store.ts';
import { Outbox } from './outbox.ts';
import { RecordBatches } from './record-batches.ts';
import { Refused } from './refusal.ts';
import { withRetry } from './retry.ts';
import type { StudioHttp } from './studio-http.ts';
import type { StudioLink } from './studio-link.ts';
import { CONNECT_TIMING } from './timing.ts';

type TransitionTo = z.infer<typeof TransitionMessage>['to'];

/** Why the work stops before its end; a later one counts for more than those before it. */
const STOP_REASONS = ['released', 'paused', 'cancelled', 'lost'] as const;
type StopReason = (typeof STOP_REASONS)[number];
/** What the studio is then told. */
const LETTING_GO = { released: 'queued', paused: 'paused', cancelled: 'cancelled' } as const;

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
  /** By number: those to be taken or taken in this attempt. */
  readonly #changes = new Map<number, AskedChange>();
  #training: TrainingHandle | undefined;
  #end: TrainingEvent | undefined;
  #reason: StopReason | undefined;
  /** Resolves when a trainer that is told to go has no more time. */
  readonly #farewell: Promise<void>;
  #sayFarewell: () => void = () => undefined;
  #leaving = false;
  #iteration = 0;
  #first = 0;
  #fastest = Number.POSITIVE_INFINITY;
  #finishing = false;
  #beating = false;

  constructor(deps: HeldRunDeps, assignment: RunAssignment) {
    this.#deps = deps;
    this.#assignment = assignment;
    this.#iteration = assignment.checkpoint?.iteration ?? 0;
    this.tune(assignment.pendingChanges);
    this.#farewell = new Promise((resolve) => {
      this.#sayFarewell = resolve;
    });
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
      .then(({ command, pendingChanges }) => {
        this.tune(pendingChanges);
        if (command) this.command(command);
      })
      .catch((error: unknown) => {
        if (error instanceof Refused && ['conflict', 'forbidden', 'not_found'].includes(error.code))
          this.#lose(error.message);
      })
      .finally(() => {
        this.#beating = false;
      });
  }

  /** A member cancelled or paused the run: stop at the next iteration. */
  command(kind: CommandMessage['kind']): void {
    this.#stop(kind === 'cancel' ? 'cancelled' : 'paused');
  }

  /** A member wants other lambdas or another learning rate, from the next iteration on (R7). */
  tune(changes: readonly AskedChange[]): void {
    for (const change of changes) {
      if (this.#changes.has(change.number)) continue;
      this.#changes.set(change.number, change);
      this.#training?.tune(change);
    }
  }

  /** This trainer goes: stop at the next iteration, hand over a checkpoint if that is quick, and give the run back. */
  shutDown(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    const { farewell, giveBack } = CONNECT_TIMING;
    setTimeout(this.#sayFarewell, farewell).unref();
    setTimeout(() => this.#lost.abort(new Error('the trainer was shut down')), farewell + giveBack).unref();
    this.#stop('released');
  }

  #outcome(): string {
    return this.#end?.event === 'done' && !this.#reason ? 'finished' : (this.#reason ?? 'failed');
  }

  #lose(why: string): void {
    if (this.#lost.signal.aborted) return;
    this.#deps.log.warn({ run: this.#assignment.name, why }, 'lost the run');
    this.#stop('lost');
    this.#lost.abort(new Error(why));
  }

  #stop(reason: StopReason): void {
    if (this.#reason && STOP_REASONS.indexOf(reason) <= STOP_REASONS.indexOf(this.#reason)) return;
    this.#reason = reason;
    this.#stopped.abort(new Error(reason));
    this.#training?.stop({ checkpoint: reason === 'released' || reason === 'paused' });
  }

  async #train(): Promise<void> {
    const { images, http, folder, log } = this.#deps;
    const { checkpoint } = this.#assignment;
    if (checkpoint) {
      await downloadCheckpoint(http, this.#attempt, checkpoint, folder, this.#stopped.signal);
      log.info({ iteration: checkpoint.iteration, bytes: checkpoint.bytes }, 'checkpoint is here');
    }
    const { images: stored, fetched } = await images.fetchAll(this.#assignment, this.#stopped.signal);
    log.info({ images: stored.size, downloaded: fetched }, 'images are here');
    this.#training = startTraining(this.#job(stored), {
      event: (event) => this.#event(event),
      warning: (message) => {
        log.warn(message);
        this.#outbox.push({ kind: 'log', level: 'warn', message: message.slice(0, 2000) });
      },
    });
    await Promise.race([this.#training.finished, this.#farewell]);
  }

  #job(images: StoredImages): TrainingJob {
    const { runId, name, config, domains, changes, stored } = this.#assignment;
    const { engine, folder, imageBytes } = this.#deps;
    const files = (list: readonly { sha256: string }[]) =>
      list.flatMap(({ sha256 }) => {
        const file = images.get(sha256);
        return file ? [file] : [];
      });
    return {
      run: { id: runId, name },
      config,
      changes,
      pendingChanges: [...this.#changes.values()],
      pendingAfter: stored.iteration,
      domains: domains.map(({ key, train, probes }) => ({ key, train: files(train), probes: files(probes) })),
      ...engine,
      folder,
      resume: true,
      stageCheckpoints: true,
      imageBytes,
    };
  }

  #event(event: TrainingEvent): void {
    switch (event.event) {
      case 'start':
        this.#transition('running');
        this.#first = event.iteration + 1;
        for (const message of startLines(event, this.#assignment.stored.iteration))
          this.#outbox.push({ kind: 'log', level: 'info', message });
        return;
      case 'iteration': {
        const { event: _, ...record } = event;
        this.#iteration = record.iteration;
        // The first one compiles the step.
        if (record.iteration > this.#first) this.#fastest = Math.min(this.#fastest, record.ms);
        if (record.iteration > this.#assignment.stored.iteration) this.#records.push(record);
        return;
      }
      case 'applied':
        this.#records.flush();
        this.#outbox.push({ kind: 'applied', number: event.number, iteration: event.iteration });
        return;
      case 'sample':
        if (event.iteration <= (this.#assignment.stored.sample ?? -1)) return;
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
    if (end?.event === 'done') {
      const sent = this.#artifacts.sent().then(() => this.#outbox.drained());
      const whole = await Promise.race([sent.then(() => true), this.#farewell.then(() => false)]);
      this.#transition(whole ? 'finished' : 'queued');
    } else {
      await this.#handOver();
      this.#transition(this.#letGo());
    }
    await this.#transitions;
  }

  async #fail(error: unknown): Promise<void> {
    const { log } = this.#deps;
    if (error instanceof Refused && error.code === 'conflict') this.#lose(error.message);
    if (this.#reason === 'lost' || this.#lost.signal.aborted) return;
    try {
      await this.#handOver();
      if (this.#reason) this.#transition(this.#letGo());
      else this.#transition('failed', failureOf(error));
      await this.#transitions;
      if (!this.#reason) log.error({ run: this.#assignment.name, why: messageOf(error) }, 'run failed');
    } catch (problem) {
      log.error({ run: this.#assignment.name, why: messageOf(problem) }, 'the end of the run could not be reported');
    }
  }

  /** Waits for files and events under way; a file that can't go up does not keep the run's end from being told. */
  async #handOver(): Promise<void> {
    const sent = this.#artifacts
      .sent()
      .catch(() => undefined)
      .then(() => this.#outbox.drained());
    await Promise.race([sent, this.#farewell]);
  }

  /** What a run that stops early becomes. */
  #letGo(): TransitionTo {
    return this.#reason && this.#reason !== 'lost' ? LETTING_GO[this.#reason] : 'queued';
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

/** What the run's log says when an attempt begins. */
function startLines(start: Extract<TrainingEvent, { event: 'start' }>, stored: number): string[] {
  const { iteration, engine, device, threads, resumed } = start;
  const lines = [`${engine} on ${device}, ${threads} threads`];
  if (resumed) lines.push(`resumes from iteration ${iteration}`);
  if (stored > iteration) {
    const same = !resumed || (resumed.name === engine && resumed.threads === threads);
    const again = `iterations ${iteration + 1} to ${stored} are computed again`;
    lines.push(same ? again : `${again}, on another engine: their losses stay as they were stored`);
  }
  return lines;
}

/** What the studio is told of a failure. */
function failureOf(error: unknown): Failure {
  const code = error instanceof TrainerError && error.code !== 'usage' ? error.code : 'internal';
  return { code, message: messageOf(error) };
}
