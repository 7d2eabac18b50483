import type { SeriesResponse } from '@combogan/contracts';
import { ChartBuffers } from '../../lib/live/chart-buffers.ts';
import type { RunStore } from '../../lib/live/run-store.ts';
import type { ChartFeed, Curves } from '../run/chart/curves.ts';
import { Refiner } from '../run/chart/refiner.ts';
import type { Range } from '../run/chart/viewport.ts';
import { byDraws, drawsOf } from './by-draws.ts';

/** What the x axis counts: iterations of the run, or draws of the domain. */
export type Alignment = 'iterations' | 'draws';

const BUCKETS = 1000;
/** Of draws there is no closer look to be fetched, so all of it comes at once. */
const BUCKETS_OF_DRAWS = 3000;
/** Running runs are looked at again this often. */
const AGAIN_AFTER_MS = 3000;

export type LoadSeriesOf = (runId: string, range: Range, buckets: number) => Promise<SeriesResponse>;

/** The curves of several runs on one axis. The server answers equal ranges in equal buckets, so they lie over one another. */
export class CompareFeed implements ChartFeed {
  private readonly stores: ReadonlyMap<string, RunStore>;
  private readonly load: LoadSeriesOf;
  private readonly refiner: Refiner;
  private readonly listeners = new Set<() => void>();
  private alignment: Alignment = 'iterations';
  private whole: Curves = { width: 1, runs: new Map() };
  private end = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Numbers the looks at the whole: an answer to an earlier one is ignored. */
  private looks = 0;

  constructor(stores: ReadonlyMap<string, RunStore>, load: LoadSeriesOf) {
    this.stores = stores;
    this.load = load;
    const announce = () => this.announce();
    this.refiner = new Refiner(async (range, buckets) => {
      const stored = await this.loadAll(range, Math.min(4000, buckets));
      return { ...curvesOf(stored), range };
    }, announce);
  }

  readonly last = (): number => this.end;

  curves(range: Range, points: number): Curves {
    return this.alignment === 'draws' ? this.whole : this.refiner.pick(this.whole, range, points, this.end);
  }

  /** Counts iterations, or draws of each domain. Resolves when the axis is the other one. */
  async align(alignment: Alignment): Promise<void> {
    this.alignment = alignment;
    await this.look();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    void this.look();
    const stops = [...this.stores.values()].map((store) => store.subscribeChart(() => this.lookAgain()));
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.timer);
      this.timer = undefined;
      this.refiner.reset();
      this.listeners.delete(listener);
    };
  }

  private lookAgain(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, AGAIN_AFTER_MS);
  }

  private async look(): Promise<void> {
    this.looks += 1;
    const mine = this.looks;
    const draws = this.alignment === 'draws';
    const last = Math.max(0, ...[...this.stores.values()].map(({ chart }) => chart.lastIteration));
    if (last === 0) return;
    const stored = await this.loadAll({ from: 1, to: last }, draws ? BUCKETS_OF_DRAWS : BUCKETS).catch(() => null);
    if (!stored || mine !== this.looks) return;
    if (draws) {
      const most = Math.max(
        ...[...stored.values()].flatMap(({ series }) =>
          Object.entries(series).map(([name, { count }]) => (name.includes('.') ? drawsOf(count) : 0)),
        ),
      );
      const width = Math.max(1, Math.ceil(most / BUCKETS_OF_DRAWS));
      this.whole = curvesOf(new Map([...stored].map(([id, response]) => [id, byDraws(response, width)])));
      this.end = most;
    } else {
      this.whole = curvesOf(stored);
      this.end = last;
      this.refiner.reset();
    }
    this.announce();
  }

  private async loadAll(range: Range, buckets: number): Promise<Map<string, SeriesResponse>> {
    const ids = [...this.stores.keys()];
    const answers = await Promise.all(ids.map((id) => this.load(id, range, buckets)));
    return new Map(ids.flatMap((id, i) => (answers[i] ? [[id, answers[i]] as const] : [])));
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }
}

function curvesOf(stored: ReadonlyMap<string, SeriesResponse>): Curves {
  const runs = new Map<string, ChartBuffers>();
  for (const [id, response] of stored) {
    const buffers = new ChartBuffers();
    buffers.reset(response);
    runs.set(id, buffers);
  }
  const width = Math.max(1, ...[...runs.values()].map((buffers) => buffers.width));
  return { width, runs };
}
