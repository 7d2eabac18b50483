import { type LossName, seriesName } from '@combogan/contracts';
import type { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import { smoothed } from './smoothing.ts';

export interface Curve {
  /** Place of each value on the shared x axis. */
  at: Int32Array;
  min: Float64Array;
  max: Float64Array;
  /** The smoothed curve. */
  line: Float64Array;
}

/** One loss of several domains on one x axis: what a chart draws. */
export interface Aligned {
  /** Last iteration of each bucket. */
  x: number[];
  /** By domain, in the order asked for. */
  curves: Curve[];
  /** The smoothed curves spread over x, with null where a domain was not drawn. */
  lines: (number | null)[][];
}

/** Lays out one loss of `domains` on a common axis of buckets. */
export function align(source: ChartBuffers, domains: readonly string[], loss: LossName, keep: number): Aligned {
  const { width, lastIteration, bucketCount, firstBucket } = source;
  const x = Array.from({ length: bucketCount }, (_, b) => Math.min((firstBucket + b + 1) * width, lastIteration));
  const curves = domains.map((domain): Curve => {
    const series = source.series.get(seriesName(domain, loss));
    const length = series?.length ?? 0;
    return {
      at: series?.bucket.subarray(0, length).map((bucket) => bucket - firstBucket) ?? new Int32Array(),
      min: series?.min.subarray(0, length) ?? new Float64Array(),
      max: series?.max.subarray(0, length) ?? new Float64Array(),
      line: smoothed(series?.last.subarray(0, length) ?? new Float64Array(), keep),
    };
  });
  const lines = curves.map(({ at, line }) => {
    const spread: (number | null)[] = new Array(bucketCount).fill(null);
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
