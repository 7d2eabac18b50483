import type { NumberedTrainerEvent, TrainerEvent } from '@combogan/contracts';
import { withRetry } from './retry.ts';

/** Most events of one message, by the contract. */
const MAX_EVENTS = 1000;
/** Characters of one message: well below Socket.IO's usual limit of a megabyte. */
const MAX_CHARACTERS = 400_000;

/** Sends a batch and resolves with the seq of the last event that the server has stored. */
export type Deliver = (events: NumberedTrainerEvent[]) => Promise<number>;

/**
 * A run's events on their way to the server (E1): numbered without gaps, kept until the server says that they are
 * stored, and sent again after anything that may have lost them. One batch is under way at a time, so they arrive in
 * order; what arrives twice is the server's to skip.
 */
export class Outbox {
  readonly #deliver: Deliver;
  readonly #abort = new AbortController();
  readonly #pending: { event: NumberedTrainerEvent; characters: number }[] = [];
  #next: number;
  #sending: Promise<void> | undefined;

  readonly #onRefused: (error: unknown) => void;

  /**
   * @param stored seq of the last event that the server already has
   * @param onRefused hears when the server refuses events for good; the outbox is then closed
   */
  constructor(stored: number, deliver: Deliver, onRefused: (error: unknown) => void) {
    this.#next = stored + 1;
    this.#deliver = deliver;
    this.#onRefused = onRefused;
  }

  /** Numbers an event and sends it as soon as those before it are stored. */
  push(event: TrainerEvent): void {
    const numbered = { seq: this.#next++, event };
    this.#pending.push({ event: numbered, characters: JSON.stringify(numbered).length });
    this.#send();
  }

  /** Events that the server has not confirmed. */
  get unconfirmed(): number {
    return this.#pending.length;
  }

  /** Resolves when everything pushed so far is stored; rejects when the server refuses or the outbox is closed. */
  async drained(): Promise<void> {
    while (this.#pending.length > 0) {
      this.#send();
      await this.#sending;
    }
  }

  /** Stops sending; what is not confirmed is dropped. */
  close(): void {
    this.#abort.abort(new Error('the outbox is closed'));
    this.#pending.length = 0;
  }

  #send(): void {
    if (this.#sending || this.#abort.signal.aborted) return;
    this.#sending = this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    this.#sending.catch((error: unknown) => {
      if (this.#abort.signal.aborted) return;
      this.close();
      this.#onRefused(error);
    });
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const stored = await withRetry(() => this.#deliver(this.#batch()), this.#abort.signal);
      while ((this.#pending[0]?.event.seq ?? Number.POSITIVE_INFINITY) <= stored) this.#pending.shift();
    }
  }

  #batch(): NumberedTrainerEvent[] {
    let characters = 0;
    const fits = this.#pending.slice(0, MAX_EVENTS).findIndex((item) => {
      characters += item.characters;
      return characters > MAX_CHARACTERS;
    });
    const length = fits === -1 ? MAX_EVENTS : Math.max(1, fits);
    return this.#pending.slice(0, length).map(({ event }) => event);
  }
}
