import { LOSS_NAMES, type LossMeans, type SweepLosses } from '@combogan/contracts';
import { type Db, inSnapshot, type Tx } from '../db.ts';
import { type Bucket, LEVELS, mergeBucket } from '../log/rollup.ts';
import { cover, type Piece } from '../log/series-plan.ts';
import { noSuchSweep } from './get.ts';

/** The share of a run's iterations that its last losses are averaged over: single iterations say little. */
const LAST_SHARE = 0.05;
/** Points of a curve, at most: it is drawn a finger wide. */
const CURVE_POINTS = 96;
const FINEST = LEVELS[0];

interface Wanted extends Piece {
  runId: string;
}

/**
 * What the runs of a sweep are compared by, out of the roll-ups in two queries whatever the number of runs.
 * @throws StudioError `not_found`
 */
export const sweepLosses = (db: Db, id: string): Promise<SweepLosses> =>
  inSnapshot(db, async (tx) => {
    if ((await tx.sweep.count({ where: { id } })) === 0) throw noSuchSweep();
    const runs = await tx.run.findMany({
      where: { sweepId: id, iteration: { gt: 0 } },
      orderBy: { sweepPoint: 'asc' },
      select: { id: true, iteration: true },
    });
    const ranges = new Map(runs.map(({ id: runId, iteration }) => [runId, lastRange(iteration)]));
    const ends = await read(
      tx,
      runs.flatMap(({ id: runId }) => lastPieces(ranges.get(runId)).map((piece) => ({ ...piece, runId }))),
    );
    const points = await read(
      tx,
      runs.map(({ id: runId, iteration }) => ({ ...curvePiece(iteration), runId })),
    );
    return {
      runs: runs.map(({ id: runId }) => {
        const { from, to } = ranges.get(runId) ?? { from: 0, to: 0 };
        const last: Bucket = {};
        for (const { series } of ends.get(runId) ?? []) mergeBucket(last, series);
        const curve = (points.get(runId) ?? []).flatMap(({ series }) => {
          const last = Object.values(series).map((cell) => cell[4]);
          return last.length > 0 ? [{ iteration: Math.max(...last), means: meansOf(series) }] : [];
        });
        return { runId, from, to, final: meansOf(last), curve };
      }),
    };
  });

/** The last twentieth of `iteration` iterations, begun at a whole bucket. */
export function lastRange(iteration: number): { from: number; to: number } {
  const first = iteration - Math.ceil(LAST_SHARE * iteration);
  return { from: first - (first % FINEST) + 1, to: iteration };
}

/** Whole buckets for it; the last one may still be filling. */
const lastPieces = (range: { from: number; to: number } | undefined): Piece[] =>
  range ? cover(range.from, Math.ceil(range.to / FINEST) * FINEST, [...LEVELS]) : [];

function curvePiece(iteration: number): Piece {
  const level = LEVELS.find((width) => iteration / width <= CURVE_POINTS) ?? LEVELS[LEVELS.length - 1] ?? 1;
  return { level, first: 0, last: Math.floor((iteration - 1) / level) };
}

/** The roll-ups of all pieces, by run and in order. */
async function read(tx: Tx, wanted: Wanted[]): Promise<Map<string, { series: Bucket }[]>> {
  const column = <K extends keyof Wanted>(name: K) => wanted.map((piece) => piece[name]);
  const rows = await tx.$queryRaw<{ runId: string; series: Bucket }[]>`
    SELECT r.run_id AS "runId", r.series
      FROM unnest(${column('runId')}::uuid[], ${column('level')}::int[], ${column('first')}::int[], ${column('last')}::int[])
           AS piece (run_id, level, first, last)
      JOIN loss_rollups r
        ON r.run_id = piece.run_id AND r.level = piece.level AND r.bucket BETWEEN piece.first AND piece.last
     ORDER BY r.run_id, r.level, r.bucket`;
  const byRun = new Map<string, { series: Bucket }[]>();
  for (const row of rows) byRun.set(row.runId, [...(byRun.get(row.runId) ?? []), row]);
  return byRun;
}

/** Each loss's mean within every domain, then over the domains, so that one drawn more often counts no more. */
function meansOf(bucket: Bucket): LossMeans {
  const means: LossMeans = {};
  for (const loss of LOSS_NAMES) {
    const ofDomains = Object.entries(bucket)
      .filter(([name]) => name.endsWith(`.${loss}`))
      .map(([, [, , , count, , sum]]) => sum / count);
    if (ofDomains.length > 0) means[loss] = ofDomains.reduce((total, mean) => total + mean, 0) / ofDomains.length;
  }
  return means;
}
