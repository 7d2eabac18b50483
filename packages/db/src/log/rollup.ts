import { type IterationRecord, seriesValues } from '@combogan/contracts';

/**
 * Iterations a bucket, by level. Bucket b of level L holds iterations b*L+1 to (b+1)*L. A factor of 8 adds a seventh to
 * what is stored, and a chart never reads more than eight times what it draws.
 */
export const LEVELS = [8, 64, 512, 4096, 32768] as const;

/** One series in one bucket. */
type Cell = [min: number, max: number, last: number, count: number, lastIteration: number, sum: number];
export type Bucket = Record<string, Cell>;

export const bucketOf = (iteration: number, width: number): number => Math.floor((iteration - 1) / width);

/** What two cells of one series say together. Either may be the later one. */
function mergeCells(a: Cell, b: Cell): Cell {
  const later = b[4] >= a[4] ? b : a;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1]), later[2], a[3] + b[3], later[4], a[5] + b[5]];
}

/** Adds `from` to `into`. */
export function mergeBucket(into: Bucket, from: Bucket): void {
  for (const [name, cell] of Object.entries(from)) {
    const known = into[name];
    into[name] = known ? mergeCells(known, cell) : cell;
  }
}

/** One iteration as a bucket. */
export function bucketOfRecord(record: IterationRecord): Bucket {
  const bucket: Bucket = {};
  for (const [name, value] of seriesValues(record)) bucket[name] = [value, value, value, 1, record.iteration, value];
  return bucket;
}

/** Sums records up in buckets of `width` iterations. */
export function rollUp(records: readonly IterationRecord[], width: number): Map<number, Bucket> {
  const buckets = new Map<number, Bucket>();
  for (const record of records) {
    const at = bucketOf(record.iteration, width);
    const bucket = buckets.get(at) ?? {};
    mergeBucket(bucket, bucketOfRecord(record));
    buckets.set(at, bucket);
  }
  return buckets;
}
