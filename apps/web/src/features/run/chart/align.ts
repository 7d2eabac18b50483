import type { SeriesName } from '@combogan/contracts';
import type { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import { smoothed } from './smoothing.ts';

export interface Curve {
  /** Place of each value on the shared x axis. */
  at: Int32Array;
  min: Float64Array;
  max: Float64Array;
  last: Float64Array;
  /** `last`, smoothed. */
  line: Float64Array;
}

/** Several series on one x axis: what a chart draws. */
export interface Aligned {
  /** Last iteration of each bucket. */
  x: number[];
  /** In the order asked for. */
  curves: Curve[];
  /** The smoothed curves spread over x, with null where a bucket has no value. */
  lines: (number | null)[][];
}

/** Lays out series on a common axis of buckets. Buffers that are undefined or of another width have nothing to show. */
export function align(
  wanted: readonly { buffers: ChartBuffers | undefined; series: SeriesName; exact?: boolean }[],
  width: number,
  keep: number,
): Aligned {
  const sources = [...new Set(wanted.map(({ buffers }) => buffers))].flatMap((buffers) =>
    buffers && buffers.width === width && buffers.bucketCount > 0 ? [buffers] : [],
  );
  const first = Math.min(...sources.map(({ firstBucket }) => firstBucket));
  const end = Math.max(...sources.map(({ firstBucket, bucketCount }) => firstBucket + bucketCount));
  const lastIteration = Math.max(...sources.map((source) => source.lastIteration));
  const count = sources.length > 0 ? end - first : 0;
  const x = Array.from({ length: count }, (_, b) => Math.min((first + b + 1) * width, lastIteration));
  const curves = wanted.map(({ buffers, series: name, exact }): Curve => {
    const series = buffers && sources.includes(buffers) ? buffers.series.get(name) : undefined;
    const length = series?.length ?? 0;
    const last = series?.last.subarray(0, length) ?? new Float64Array();
    return {
      at: series?.bucket.subarray(0, length).map((bucket) => bucket - first) ?? new Int32Array(),
      min: series?.min.subarray(0, length) ?? new Float64Array(),
      max: series?.max.subarray(0, length) ?? new Float64Array(),
      last,
      line: exact ? last : smoothed(last, keep),
    };
  });
  const lines = curves.map(({ at, line }) => {
    const spread: (number | null)[] = new Array(count).fill(null);
    at.forEach((bucket, i) => {
      spread[bucket] = line[i] ?? null;
    });
    return spread;
  });
  return { x, curves, lines };
}

/** The extremes between two iterations, of everything with its spikes or of the lines alone; null when there is nothing. */
export function extremes(
  { x, curves }: Aligned,
  shown: readonly boolean[],
  from: number,
  to: number,
  of: 'everything' | 'lines' = 'everything',
): { min: number; max: number } | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  curves.forEach((curve, domain) => {
    if (!shown[domain]) return;
    for (let i = 0; i < curve.at.length; i++) {
      const iteration = x[curve.at[i] ?? 0] ?? 0;
      if (iteration < from || iteration > to) continue;
      min = Math.min(min, (of === 'lines' ? curve.line[i] : curve.min[i]) ?? min);
      max = Math.max(max, (of === 'lines' ? curve.line[i] : curve.max[i]) ?? max);
    }
  });
  return min <= max ? { min, max } : null;
}

/** A curve's value at a place on the axis: its own, or the last one before. */
export function valueAt(curve: Curve, place: number): number | null {
  let low = 0;
  let high = curve.at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.at[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? (curve.line[low - 1] ?? null) : null;
}
