import { type IterationRecord, TIMING } from '@combogan/contracts';

/** Most records of one event: a fast tiny run still makes messages of a sensible size. */
const MAX_RECORDS = 500;

/** Gathers iterations for at most TIMING.batchEvery, so that viewers see them at once but not one by one. */
export class RecordBatches {
  readonly #send: (records: IterationRecord[]) => void;
  #records: IterationRecord[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (records: IterationRecord[]) => void) {
    this.#send = send;
  }

  push(record: IterationRecord): void {
    this.#records.push(record);
    if (this.#records.length >= MAX_RECORDS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), TIMING.batchEvery);
  }

  /** Sends what there is, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.#send(records);
  }
}
