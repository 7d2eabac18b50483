import {
  type IterationRecord,
  type Pair,
  type RunEvent,
  type Series,
  type SeriesResponse,
  StudioError,
} from '@combogan/contracts';
import { type Db, inSnapshot, type Tx } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { noSuchRun } from '../runs/missing.ts';
import { pairKey, pairLevels } from './pairs.ts';
import { type Bucket, bucketOf, bucketOfRecord, LEVELS, mergeBucket } from './rollup.ts';
import { type Piece, planPair, planSeries } from './series-plan.ts';

export interface SeriesRange {
  /** First iteration, from 1. */
  from: number;
  /** Last iteration; default: the run's last. */
  to?: number;
  /** Buckets at most. */
  buckets: number;
  /** Only iterations that drew these two domains. The range then grows to what their roll-ups hold. */
  pair?: Pair;
}

/**
 * The series of a range of iterations in at most `buckets` buckets (E3).
 * @throws StudioError `not_found`; `invalid` on `pair` when the run does not train these two together
 */
export const runSeries = (db: Db, runId: string, range: SeriesRange): Promise<SeriesResponse> =>
  inSnapshot(db, (tx) => seriesOf(tx, runId, range));

/** The same within a transaction. */
export async function seriesOf(
  tx: Tx,
  runId: string,
  { from, to: wanted, buckets, pair }: SeriesRange,
): Promise<SeriesResponse> {
  const run = await tx.run.findUnique({
    where: { id: runId },
    select: { iteration: true, domains: { select: { key: true } } },
  });
  if (!run) throw noSuchRun();
  const to = Math.max(from, wanted ?? run.iteration);
  if (!pair) {
    const { width, pieces } = planSeries(from, to, buckets);
    const rows = await readRollups(tx, runId, pieces);
    return { from, to, width, series: inBuckets(width, rows, await readRecords(tx, runId, pieces)) };
  }
  const keys = run.domains.map(({ key }) => key);
  if (pair[0] === pair[1] || !pair.every((key) => keys.includes(key))) throw noSuchPair(pair);
  const key = pairKey(pair);
  // the one pair of two domains has the run's own roll-ups
  const alone = keys.length <= 2;
  const { pieces, ...plan } = planPair(from, to, buckets, alone ? LEVELS : pairLevels(keys.length));
  const rows = alone ? await readRollups(tx, runId, pieces) : await readPairRollups(tx, runId, key, pieces);
  const records = (await readRecords(tx, runId, pieces)).filter(({ domains }) => pairKey(domains) === key);
  return { ...plan, series: inBuckets(plan.width, rows, records) };
}

interface Row {
  level: number;
  bucket: number;
  series: Bucket;
}

function inBuckets(width: number, rows: readonly Row[], records: readonly IterationRecord[]): Record<string, Series> {
  const answer = new Map<number, Bucket>();
  const add = (iteration: number, bucket: Bucket) => {
    const at = bucketOf(iteration, width);
    const into = answer.get(at) ?? {};
    mergeBucket(into, bucket);
    answer.set(at, into);
  };
  for (const { level, bucket, series } of rows) add(bucket * level + 1, series);
  for (const record of records) add(record.iteration, bucketOfRecord(record));
  return asArrays(answer);
}

const noSuchPair = (pair: Pair) =>
  new StudioError('invalid', `pair: ${pair.join(' and ')} are not two domains of this run`, { field: 'pair' });

async function readRollups(tx: Tx, runId: string, pieces: Piece[]): Promise<Row[]> {
  const wanted = pieces.filter(({ level }) => level > 1);
  if (wanted.length === 0) return [];
  return tx.$queryRaw`
    SELECT level, bucket, series FROM loss_rollups
     WHERE run_id = ${runId}::uuid AND (${Prisma.join(wanted.map(within), ' OR ')})`;
}

async function readPairRollups(tx: Tx, runId: string, pair: string, pieces: Piece[]): Promise<Row[]> {
  const wanted = pieces.filter(({ level }) => level > 1);
  if (wanted.length === 0) return [];
  return tx.$queryRaw`
    SELECT level, bucket, series FROM pair_rollups
     WHERE run_id = ${runId}::uuid AND pair = ${pair} AND (${Prisma.join(wanted.map(within), ' OR ')})`;
}

const within = ({ level, first, last }: Piece) =>
  Prisma.sql`(level = ${level} AND bucket BETWEEN ${first} AND ${last})`;

async function readRecords(tx: Tx, runId: string, pieces: Piece[]) {
  const ranges = pieces
    .filter(({ level }) => level === 1)
    .map(({ first, last }) => ({ from: first + 1, to: last + 1 }));
  if (ranges.length === 0) return [];
  const rows = await tx.logEntry.findMany({
    where: { runId, OR: ranges.map(({ from, to }) => ({ iterationTo: { gte: from }, iterationFrom: { lte: to } })) },
    select: { event: true },
  });
  return rows
    .flatMap(({ event }) => (event as Extract<RunEvent, { kind: 'iterations' }>).records)
    .filter(({ iteration }) => ranges.some(({ from, to }) => iteration >= from && iteration <= to));
}

function asArrays(buckets: Map<number, Bucket>): Record<string, Series> {
  const series: Record<string, Series> = {};
  for (const [, bucket] of [...buckets].sort(([a], [b]) => a - b))
    for (const [name, [min, max, last, count, lastIteration]] of Object.entries(bucket)) {
      series[name] ??= { x: [], min: [], max: [], last: [], count: [] };
      series[name].x.push(lastIteration);
      series[name].min.push(min);
      series[name].max.push(max);
      series[name].last.push(last);
      series[name].count.push(count);
    }
  return series;
}
