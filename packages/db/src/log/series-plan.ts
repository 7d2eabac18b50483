import { bucketOf, LEVELS } from './rollup.ts';

/** Whole buckets `first` to `last` of a level; level 1 are single iterations (bucket b is iteration b+1). */
export interface Piece {
  level: number;
  first: number;
  last: number;
}

export interface Plan {
  /** Iterations an answered bucket; such buckets start at iteration 1, whatever the range. */
  width: number;
  /** Together exactly the range, each piece within the answer's buckets. */
  pieces: Piece[];
}

/** Reading this many iterations a bucket costs no more than reading roll-ups. */
const RAW_PER_BUCKET = 4;
/** Rows of roll-ups read a bucket, at most. */
const ROWS_PER_BUCKET = 2;

/**
 * How to answer for iterations `from` to `to` (both included, from 1) in at most `buckets` buckets: from single
 * iterations when they are few, else from the finest roll-ups that are few enough, with the ends of the range, where
 * it cuts a bucket, from finer ones.
 */
export function planSeries(from: number, to: number, buckets: number): Plan {
  const base = baseLevel(to - from + 1, buckets, LEVELS);
  const levels = [1, ...LEVELS.filter((level) => level <= base)];
  return { width: widthFor(from, to, buckets, base), pieces: cover(from, to, levels) };
}

/**
 * The same of one pair, which has roll-ups of `levels` only: the range grows to whole buckets, because its ends would
 * have to be picked out of many single iterations.
 */
export function planPair(
  from: number,
  to: number,
  buckets: number,
  levels: readonly number[],
): Plan & { from: number; to: number } {
  const base = baseLevel(to - from + 1, buckets, levels);
  const piece = { level: base, first: bucketOf(from, base), last: bucketOf(to, base) };
  const whole = { from: piece.first * base + 1, to: (piece.last + 1) * base };
  return { ...whole, width: widthFor(whole.from, whole.to, buckets, base), pieces: [piece] };
}

function baseLevel(range: number, buckets: number, levels: readonly number[]): number {
  if (range <= Math.max(RAW_PER_BUCKET * buckets, levels[0] ?? 1)) return 1;
  return levels.find((level) => range / level <= ROWS_PER_BUCKET * buckets) ?? levels.at(-1) ?? 1;
}

/** Iterations an answered bucket: a multiple of the level that is read, so that no row falls into two. */
function widthFor(from: number, to: number, buckets: number, base: number): number {
  let width = base * Math.ceil((to - from + 1) / (base * buckets));
  while (bucketOf(to, width) - bucketOf(from, width) + 1 > buckets) width += base;
  return width;
}

/** Covers the range with the widest level it holds whole buckets of, and what is left on both sides with finer ones. */
export function cover(from: number, to: number, levels: number[]): Piece[] {
  const level = levels.at(-1);
  if (level === undefined || from > to) return [];
  const first = Math.ceil((from - 1) / level);
  const last = Math.floor(to / level) - 1;
  const finer = levels.slice(0, -1);
  if (last < first) return cover(from, to, finer);
  return [...cover(from, first * level, finer), { level, first, last }, ...cover((last + 1) * level + 1, to, finer)];
}
