import { type AskedChange, configAt, type RunConfig } from '@combogan/contracts';
import type { TrainingJob } from './job.ts';

type LiveJob = Pick<TrainingJob, 'config' | 'changes' | 'pendingChanges' | 'pendingAfter'>;

/** A run's config as live changes make it (R7): a function of the launched one, the changes, and the iteration. */
export class LiveConfig {
  readonly #config: RunConfig;
  readonly #taken: TrainingJob['changes'];
  readonly #pendingAfter: number;
  #pending: AskedChange[];

  constructor({ config, changes, pendingChanges, pendingAfter }: LiveJob) {
    this.#config = config;
    this.#taken = [...changes];
    this.#pending = [...pendingChanges];
    this.#pendingAfter = pendingAfter;
  }

  /** Iterations of the whole run, extensions included. */
  get iterations(): number {
    return this.at(Number.MAX_SAFE_INTEGER).iterations;
  }

  at(iteration: number): RunConfig {
    return configAt(this.#config, this.#taken, iteration);
  }

  /** Someone wants a change. One that is known by its number already is left alone. */
  ask(change: AskedChange): void {
    if (![...this.#taken, ...this.#pending].some(({ number }) => number === change.number)) this.#pending.push(change);
  }

  /**
   * Lets what was asked for hold from `iteration` on, unless that iteration is one whose losses are stored: those were
   * computed without it. Returns the numbers of what is taken.
   */
  take(iteration: number): number[] {
    if (iteration <= this.#pendingAfter) return [];
    const taken = this.#pending;
    this.#pending = [];
    this.#taken.push(...taken.map((change) => ({ ...change, iteration })));
    return taken.map(({ number }) => number);
  }
}
