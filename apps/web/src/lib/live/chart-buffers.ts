import { type IterationRecord, type SeriesResponse, seriesValues } from '@combogan/contracts';
import { BucketSeries } from './bucket-series.ts';

/** More points than a screen has pixels, few enough to redraw every frame. */
export const BUCKETS_MAX = 4000;

/**
 * The curves of a run: a stored snapshot, extended by live records. All series share one bucket width, which doubles
 * whenever the run outgrows `bucketsMax` buckets; minimum and maximum keep spikes of one iteration.
 */
export class ChartBuffers {
  /** First iteration held. Buckets are counted from iteration 1, wherever this is. */
  from = 1;
  /** Iterations a bucket. */
  width = 1;
  lastIteration = 0;
  /** By series name. */
  readonly series = new Map<string, BucketSeries>();
  /** Grows with every change, so that a drawer knows whether it is up to date. */
  version = 0;
  private readonly bucketsMax: number;

  constructor(bucketsMax = BUCKETS_MAX) {
    this.bucketsMax = bucketsMax;
  }

  /** Buckets from the first iteration to the last, those without data included. */
  get bucketCount(): number {
    return this.lastIteration < this.from ? 0 : this.bucketOf(this.lastIteration) - this.firstBucket + 1;
  }
  get firstBucket(): number {
    return this.bucketOf(this.from);
  }

  /** Starts again from what the server has stored. */
  reset(stored: SeriesResponse): void {
    this.from = stored.from;
    this.width = stored.width;
    this.lastIteration = 0;
    this.series.clear();
    for (const [name, series] of Object.entries(stored.series)) {
      this.of(name).load(series, stored.width);
      this.lastIteration = Math.max(this.lastIteration, series.x.at(-1) ?? 0);
    }
    this.fit();
    this.version += 1;
  }

  /** Adds live records in order; an iteration that is already in is passed over. */
  append(records: readonly IterationRecord[]): void {
    for (const record of records) {
      if (record.iteration <= this.lastIteration) continue;
      this.lastIteration = record.iteration;
      this.fit();
      const bucket = this.bucketOf(record.iteration);
      for (const [name, value] of seriesValues(record))
        this.of(name).add(bucket, record.iteration, value, value, value);
    }
    this.version += 1;
  }

  private bucketOf(iteration: number): number {
    return Math.floor((iteration - 1) / this.width);
  }

  private of(name: string): BucketSeries {
    const known = this.series.get(name);
    if (known) return known;
    const created = new BucketSeries();
    this.series.set(name, created);
    return created;
  }

  private fit(): void {
    while (this.bucketCount > this.bucketsMax) {
      this.width *= 2;
      for (const series of this.series.values()) series.halve();
    }
  }
}
