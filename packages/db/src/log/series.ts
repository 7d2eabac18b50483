import type { RunEvent, Series, SeriesResponse } from '@combogan/contracts';
import { type Db, inSnapshot, type Tx } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { noSuchRun } from '../runs/missing.ts';
import { type Bucket, bucketOf, bucketOfRecord, mergeBucket } from './rollup.ts';
import { type Piece, planSeries } from './series-plan.ts';

export interface SeriesRange {
  /** First iteration, from 1. */
  from: number;
  /** Last iteration; default: the run's last. */
  to?: number;
  /** Buckets at most. */
  buckets: number;
}

/** The losses of a range of iterations in at most `buckets` buckets (E3). @throws StudioError `not_found` */
export const runSeries = (db: Db, runId: string, range: SeriesRange): Promise<SeriesResponse> =>
  inSnapshot(db, (tx) => seriesOf(tx, runId, range));

/** The same within a transaction. */
export async function seriesOf(
  tx: Tx,
  runId: string,
  { from, to: wanted, buckets }: SeriesRange,
): Promise<SeriesResponse> {
  const run = await tx.run.findUnique({ where: { id: runId }, select: { iteration: true } });
  if (!run) throw noSuchRun();
  const to = Math.max(from, wanted ?? run.iteration);
  const { width, pieces } = planSeries(from, to, buckets);
  const answer = new Map<number, Bucket>();
  const add = (iteration: number, bucket: Bucket) => {
    const at = bucketOf(iteration, width);
    const into = answer.get(at) ?? {};
    mergeBucket(into, bucket);
    answer.set(at, into);
  };
  for (const { level, bucket, series } of await readRollups(tx, runId, pieces)) add(bucket * level + 1, series);
  for (const record of await readRecords(tx, runId, pieces)) add(record.iteration, bucketOfRecord(record));
  return { from, to, width, series: asArrays(answer) };
}

async function readRollups(
  tx: Tx,
  runId: string,
  pieces: Piece[],
): Promise<{ level: number; bucket: number; series: Bucket }[]> {
  const wanted = pieces.filter(({ level }) => level > 1);
  if (wanted.length === 0) return [];
  const either = wanted.map(
    ({ level, first, last }) => Prisma.sql`(level = ${level} AND bucket BETWEEN ${first} AND ${last})`,
  );
  return tx.$queryRaw`
    SELECT level, bucket, series FROM loss_rollups
     WHERE run_id = ${runId}::uuid AND (${Prisma.join(either, ' OR ')})`;
}

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
    for (const [name, [min, max, last, , lastIteration]] of Object.entries(bucket)) {
      series[name] ??= { x: [], min: [], max: [], last: [] };
      series[name].x.push(lastIteration);
      series[name].min.push(min);
      series[name].max.push(max);
      series[name].last.push(last);
    }
  return series;
}
