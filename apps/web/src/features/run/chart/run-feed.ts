import type { IterationRecord, Pair, SeriesResponse } from '@combogan/contracts';
import { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import type { RunStore } from '../../../lib/live/run-store.ts';
import type { ChartFeed, Curves } from './curves.ts';
import { type Loaded, Refiner } from './refiner.ts';
import type { Range } from './viewport.ts';

/** Values fetched at a time, at most: a chart of many domains gets wider buckets rather than a long wait. */
const CELLS_MAX = 60_000;
const BUCKETS = { min: 200, max: 4000 };

export type LoadSeries = (range: Range, buckets: number, pair: Pair | null) => Promise<SeriesResponse>;

/** The curves of one run, live: of every iteration, or only of those that drew one pair of domains. */
export class RunFeed implements ChartFeed {
  private readonly store: RunStore;
  private readonly loadSeries: LoadSeries;
  private readonly runId: string;
  private readonly refiner: Refiner;
  private readonly listeners = new Set<() => void>();
  private pair: Pair | null = null;
  /** The whole run's curves of that pair; null until they have come. */
  private ofPair: ChartBuffers | null = null;
  private waiting: IterationRecord[] = [];

  constructor(runId: string, store: RunStore, loadSeries: LoadSeries) {
    this.runId = runId;
    this.store = store;
    this.loadSeries = loadSeries;
    this.refiner = new Refiner((range, buckets) => this.loadFine(range, buckets), this.announce);
  }

  readonly last = (): number => this.store.chart.lastIteration;

  curves(range: Range, points: number): Curves {
    const base = this.pair ? (this.ofPair ?? new ChartBuffers()) : this.store.chart;
    return this.refiner.pick({ width: base.width, runs: new Map([[this.runId, base]]) }, range, points, this.last());
  }

  /** Shows only what drew these two domains; null shows everything. */
  setPair(pair: Pair | null): void {
    if (pair?.join() === this.pair?.join()) return;
    this.pair = pair;
    this.ofPair = null;
    this.refiner.reset();
    void this.loadPair();
    this.announce();
  }

  /** Listens to the run from the first listener to the last. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    const stop = this.store.subscribeChart((records) => {
      if (records) this.append(records);
      else {
        this.refiner.reset();
        void this.loadPair();
      }
      listener();
    });
    return () => {
      stop();
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.refiner.reset();
    };
  }

  private readonly announce = (): void => {
    for (const listener of this.listeners) listener();
  };

  private append(records: readonly IterationRecord[]): void {
    const { pair } = this;
    const drawn = pair ? records.filter(({ domains }) => domains.every((key) => pair.includes(key))) : records;
    if (pair && this.ofPair) this.ofPair.append(drawn);
    else if (pair) this.waiting.push(...drawn);
    this.refiner.append(drawn);
  }

  private async loadPair(): Promise<void> {
    const { pair } = this;
    this.waiting = [];
    if (!pair || this.last() === 0) {
      this.ofPair = pair ? new ChartBuffers() : null;
      return;
    }
    const stored = await this.loadSeries({ from: 1, to: this.last() }, this.bucketsFor(1000), pair).catch(() => null);
    if (this.pair !== pair || !stored) return;
    const buffers = new ChartBuffers();
    buffers.reset(stored);
    buffers.append(this.waiting.splice(0));
    this.ofPair = buffers;
    this.announce();
  }

  private async loadFine(range: Range, buckets: number): Promise<Loaded> {
    const stored = await this.loadSeries(range, this.bucketsFor(buckets), this.pair);
    const buffers = new ChartBuffers();
    buffers.reset(stored);
    return { range, width: buffers.width, runs: new Map([[this.runId, buffers]]) };
  }

  private bucketsFor(wanted: number): number {
    const most = Math.floor(CELLS_MAX / Math.max(1, this.store.chart.series.size));
    return Math.min(BUCKETS.max, Math.max(BUCKETS.min, Math.min(wanted, most)));
  }
}
