import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOL_VERSION, type RunAssignment, TIMING } from '@combogan/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ChosenEngine } from '../engines/choose.ts';
import { deviceOf } from '../engines/device.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { recall, remember } from '../files/remember.ts';
import { HeldRun } from './held-run.ts';
import { ImageStore } from './image-store.ts';
import { mayPass } from './refusal.ts';
import { ownRunFolder } from './run-folders.ts';
import { StudioHttp } from './studio-http.ts';
import { StudioLink } from './studio-link.ts';

export interface TrainerOptions {
  url: string;
  token: string;
  engine: ChosenEngine;
  /** Folder for images by hash, measurements and runs in work. */
  cache: string;
  /** Bytes of decoded images held in memory. */
  imageBytes: number;
  log: Logger;
}

/** Operations a second by engine, as last measured here. */
const Speeds = z.record(z.string(), z.number().positive());

/** A trainer in the service of a studio: connects out, claims a run at a time, trains it, and looks for the next. */
export class ConnectedTrainer {
  readonly #options: TrainerOptions;
  readonly #link: StudioLink;
  readonly #http: StudioHttp;
  readonly #images: ImageStore;
  readonly #runs: string;
  #held: HeldRun | undefined;
  #over: Promise<void> = Promise.resolve();
  #claiming = false;
  #leaving = false;
  #ended: (error?: Error) => void = () => undefined;

  constructor(options: TrainerOptions) {
    this.#options = options;
    const { url, token, cache, log } = options;
    this.#http = new StudioHttp(url, token);
    this.#images = new ImageStore(join(cache, 'images'), this.#http);
    this.#runs = ownRunFolder(cache);
    this.#link = new StudioLink(
      { url, token, hello: () => this.#hello() },
      {
        connected: () => {
          log.info({ url }, 'connected');
          this.#held?.beat();
          this.#seek();
        },
        disconnected: (reason) => log.warn({ reason }, 'not connected'),
        rejected: (reason) => this.#ended(new TrainerError('usage', `the studio at ${url} refuses: ${reason}`)),
        wake: () => this.#seek(),
        tune: ({ runId, pendingChanges }) => {
          if (this.#held?.runId === runId) this.#held.tune(pendingChanges);
        },
        command: ({ runId, kind }) => {
          if (this.#held?.runId === runId) this.#held.command(kind);
        },
      },
    );
  }

  /** Serves until stop() is called; rejects when the studio does not let this trainer in. */
  async serve(): Promise<void> {
    const timer = setInterval(() => this.#seek(), TIMING.claimEvery);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#ended = (error) => (error ? reject(error) : resolve());
        this.#link.connect();
      });
    } finally {
      clearInterval(timer);
      this.#held?.shutDown();
      await this.#over;
      this.#link.close();
      rmSync(this.#runs, { recursive: true, force: true });
    }
  }

  /** Leaves: the run in work is stopped at its next iteration, with a checkpoint, and given back to the queue. */
  stop(): void {
    this.#leaving = true;
    this.#ended();
  }

  #hello() {
    const { engine } = this.#options.engine;
    const flops = this.#speeds()[engine] ?? null;
    return { protocol: PROTOCOL_VERSION, engine, device: deviceOf(engine), flops };
  }

  /** Asks for work, unless there is some already. */
  async #seek(): Promise<void> {
    if (this.#held || this.#claiming || this.#leaving || !this.#link.connected) return;
    this.#claiming = true;
    try {
      const assignment = await this.#link.claim();
      if (assignment) this.#take(assignment);
    } catch (error) {
      if (!mayPass(error)) this.#options.log.warn({ why: messageOf(error) }, 'could not claim a run');
    } finally {
      this.#claiming = false;
    }
  }

  #take(assignment: RunAssignment): void {
    const { log, engine, imageBytes } = this.#options;
    const held = new HeldRun(
      {
        link: this.#link,
        http: this.#http,
        images: this.#images,
        engine,
        folder: join(this.#runs, assignment.runId),
        imageBytes,
        log,
      },
      assignment,
    );
    log.info({ run: assignment.name, domains: assignment.domains.length }, 'claimed a run');
    this.#held = held;
    this.#over = held.run().then(() => {
      if (held.flops !== null) remember(this.#speedFile, { ...this.#speeds(), [engine.engine]: held.flops });
      this.#held = undefined;
      this.#seek();
    });
    if (this.#leaving) held.shutDown();
  }

  get #speedFile(): string {
    return join(this.#options.cache, 'speeds.json');
  }

  #speeds(): z.infer<typeof Speeds> {
    return recall(this.#speedFile, Speeds) ?? {};
  }
}
