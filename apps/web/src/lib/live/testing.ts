import {
  type IterationRecord,
  type JoinReply,
  type JoinRequest,
  type LogEntry,
  RunConfig,
  type RunDetail,
  type RunEvent,
  type SampleIndex,
  type SeriesResponse,
  seriesValues,
} from '@combogan/contracts';
import { applyEntry, isLogLine } from './apply-entry.ts';
import type { BucketSeries } from './bucket-series.ts';
import type { RunLink } from './run-store.ts';

/** A run, its log and a connection that loses, repeats and cuts, for the tests of the live client. */
export const RUN_ID = '00000000-0000-4000-8000-000000000001';
export const DOMAINS = ['A', 'B', 'C'] as const;

export const freshRun = (): RunDetail => ({
  id: RUN_ID,
  name: 'run',
  state: 'queued',
  failure: null,
  domains: [],
  iterations: 1000,
  progress: { iteration: 0, msPerIteration: null, etaSeconds: null },
  seq: 0,
  queuePosition: 1,
  resumesFrom: null,
  trainer: null,
  engine: null,
  launchedBy: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  lastSample: null,
  sweep: null,
  config: RunConfig.parse({}),
  samples: [],
  weights: [],
  changes: [],
  pendingChanges: [],
});

/** A log out of batches of iterations with a sample and a log line after each `every`-th batch. */
export function logOf(batches: readonly { pair: number; value: number }[][], every: number): LogEntry[] {
  const events: RunEvent[] = [{ kind: 'state', state: 'starting', trainer: 'box' }];
  let iteration = 0;
  batches.forEach((batch, i) => {
    const records = batch.map(({ pair, value }): IterationRecord => {
      iteration += 1;
      const a = DOMAINS[pair % 3] ?? 'A';
      const b = DOMAINS[(pair + 1) % 3] ?? 'B';
      const losses = { [a]: { gan: value, cycle: value / 2 }, [b]: { gan: -value, discriminator: value + iteration } };
      return { iteration, domains: [a, b], losses, learningRate: 2e-4, ms: 10 };
    });
    events.push({ kind: 'iterations', records });
    if (i % every !== 0) return;
    const rows = [...DOMAINS];
    const sheet = { iteration, size: 8, rows, columns: rows, sha256: 'a'.repeat(64), bytes: 1 };
    events.push({ kind: 'sample', sheet }, { kind: 'log', level: 'info', message: `batch ${i}` });
  });
  return events.map((event, i) => ({ runId: RUN_ID, seq: i + 1, at: '2026-01-01T00:00:00.000Z', event }));
}

export const recordsOf = (log: readonly LogEntry[]): IterationRecord[] =>
  log.flatMap((entry) => (entry.event.kind === 'iterations' ? entry.event.records : []));

/** The chart of `records` bucketed in one go: what every path must arrive at. */
export function bucketed(records: readonly IterationRecord[], width: number): SeriesResponse {
  const series: SeriesResponse['series'] = {};
  const byName = new Map<string, Map<number, { x: number; values: number[] }>>();
  for (const record of records)
    for (const [name, value] of seriesValues(record)) {
      const buckets = byName.get(name) ?? new Map<number, { x: number; values: number[] }>();
      byName.set(name, buckets);
      const at = Math.floor((record.iteration - 1) / width);
      const bucket = buckets.get(at) ?? { x: 0, values: [] };
      buckets.set(at, { x: record.iteration, values: [...bucket.values, value] });
    }
  for (const [name, buckets] of byName) {
    const all = [...buckets.values()];
    series[name] = {
      x: all.map((bucket) => bucket.x),
      min: all.map((bucket) => Math.min(...bucket.values)),
      max: all.map((bucket) => Math.max(...bucket.values)),
      last: all.map((bucket) => bucket.values.at(-1) ?? 0),
      count: all.map((bucket) => bucket.values.length),
    };
  }
  return { from: 1, to: records.at(-1)?.iteration ?? 1, width, series };
}

/** A buffer's content in the form of a stored series. */
export const contentOf = (series: BucketSeries): SeriesResponse['series'][string] => ({
  x: [...series.x.subarray(0, series.length)],
  min: [...series.min.subarray(0, series.length)],
  max: [...series.max.subarray(0, series.length)],
  last: [...series.last.subarray(0, series.length)],
  count: [...series.count.subarray(0, series.length)],
});

/** The sheets of a log, as a snapshot tells of them. */
export const indexOf = (log: readonly LogEntry[]): SampleIndex => {
  const sheets = log.flatMap(({ event }) => (event.kind === 'sample' ? [event.sheet] : []));
  const { size = 8, rows = [], columns = [] } = sheets[0] ?? {};
  const iterations = sheets.map(({ iteration }) => iteration);
  return sheets.length > 0 ? [{ size, rows, columns, reconstructions: false, iterations }] : [];
};

/** The server's side of a run whose log grows, and a connection under the test's control. */
export class LossyLink implements RunLink {
  /** Entries the server has stored so far. */
  stored = 0;
  private readonly log: readonly LogEntry[];
  private readonly catchUpMax: number;
  private readonly width: number;
  private connected = false;
  private joined = false;
  private entries: (runId: string, entries: LogEntry[]) => void = () => {};
  private connection: (connected: boolean) => void = () => {};
  /** Answers on their way. */
  private readonly answers: (() => void)[] = [];

  constructor(log: readonly LogEntry[], options: { catchUpMax: number; width: number }) {
    this.log = log;
    this.catchUpMax = options.catchUpMax;
    this.width = options.width;
  }

  join({ after }: JoinRequest): Promise<JoinReply> {
    this.joined = true;
    const known = this.log.slice(0, this.stored);
    const missed = known.slice(after ?? 0);
    const reply: JoinReply =
      after === null || missed.length > this.catchUpMax
        ? {
            kind: 'snapshot',
            seq: this.stored,
            run: known.reduce(applyEntry, freshRun()),
            samples: indexOf(known),
            chart: bucketed(recordsOf(known), this.width),
            log: known.filter(isLogLine),
          }
        : { kind: 'entries', seq: this.stored, entries: missed };
    return new Promise((resolve) => {
      this.answers.push(() => resolve(reply));
    });
  }

  leave(): void {
    this.joined = false;
  }
  onEntries(listener: (runId: string, entries: LogEntry[]) => void): () => void {
    this.entries = listener;
    return () => {
      this.entries = () => {};
    };
  }
  onSummary(): () => void {
    return () => {};
  }
  onConnected(listener: (connected: boolean) => void): () => void {
    this.connection = listener;
    listener(this.connected);
    return () => {};
  }

  /** Stores `count` more entries and broadcasts them, unless they get lost; `again` sends them twice. */
  broadcast(count: number, fate: 'arrives' | 'lost' | 'twice'): void {
    const from = this.stored;
    this.stored = Math.min(this.log.length, from + count);
    const batch = this.log.slice(from, this.stored);
    if (!this.connected || !this.joined || fate === 'lost' || batch.length === 0) return;
    this.entries(RUN_ID, batch);
    if (fate === 'twice') this.entries(RUN_ID, batch);
  }
  connect(connected: boolean): void {
    if (connected === this.connected) return;
    this.connected = connected;
    if (!connected) {
      this.joined = false;
      this.answers.length = 0;
    }
    this.connection(connected);
  }
  /** Delivers the answers under way, and lets the store act on them. */
  async answer(): Promise<void> {
    for (const deliver of this.answers.splice(0)) deliver();
    for (let i = 0; i < 4; i++) await Promise.resolve();
  }
}
