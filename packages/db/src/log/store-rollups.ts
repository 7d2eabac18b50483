import type { IterationRecord } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { byPair, pairLevels } from './pairs.ts';
import { type Bucket, LEVELS, mergeBucket, rollUp } from './rollup.ts';

interface Row {
  level: number;
  bucket: number;
  series: Bucket;
}
type PairRow = Row & { pair: string };

const rowsOf = (records: readonly IterationRecord[], levels: readonly number[]): Row[] =>
  levels.flatMap((level) => [...rollUp(records, level)].map(([bucket, series]) => ({ level, bucket, series })));

/** Adds the records to the run's roll-ups. The caller holds the run's row, so nobody else adds at the same time. */
export async function storeRollups(
  tx: Tx,
  runId: string,
  records: readonly IterationRecord[],
  domains: number,
): Promise<void> {
  await storeAll(tx, runId, rowsOf(records, LEVELS));
  // with two domains there is one pair: the run itself
  if (domains <= 2) return;
  const pairs = [...byPair(records)].flatMap(([pair, drawn]) =>
    rowsOf(drawn, pairLevels(domains)).map((row): PairRow => ({ pair, ...row })),
  );
  await storePairs(tx, runId, pairs);
}

async function storeAll(tx: Tx, runId: string, fresh: Row[]): Promise<void> {
  const levels = fresh.map(({ level }) => level);
  const buckets = fresh.map(({ bucket }) => bucket);
  const known = await tx.$queryRaw<Row[]>`
    SELECT level, bucket, series
      FROM loss_rollups JOIN unnest(${levels}::int[], ${buckets}::int[]) AS touched (level, bucket) USING (level, bucket)
     WHERE run_id = ${runId}::uuid`;
  addKnown(fresh, known, ({ level, bucket }) => `${level} ${bucket}`);
  await tx.$executeRaw`
    INSERT INTO loss_rollups (run_id, level, bucket, series)
    SELECT ${runId}::uuid, level, bucket, series
      FROM unnest(${levels}::int[], ${buckets}::int[], ${jsonOf(fresh)}::jsonb[]) AS row (level, bucket, series)
        ON CONFLICT (run_id, level, bucket) DO UPDATE SET series = excluded.series`;
}

async function storePairs(tx: Tx, runId: string, fresh: PairRow[]): Promise<void> {
  const pairs = fresh.map(({ pair }) => pair);
  const levels = fresh.map(({ level }) => level);
  const buckets = fresh.map(({ bucket }) => bucket);
  const known = await tx.$queryRaw<PairRow[]>`
    SELECT pair, level, bucket, series
      FROM pair_rollups
      JOIN unnest(${pairs}::text[], ${levels}::int[], ${buckets}::int[]) AS touched (pair, level, bucket)
     USING (pair, level, bucket)
     WHERE run_id = ${runId}::uuid`;
  addKnown(fresh, known, ({ pair, level, bucket }) => `${pair} ${level} ${bucket}`);
  await tx.$executeRaw`
    INSERT INTO pair_rollups (run_id, pair, level, bucket, series)
    SELECT ${runId}::uuid, pair, level, bucket, series
      FROM unnest(${pairs}::text[], ${levels}::int[], ${buckets}::int[], ${jsonOf(fresh)}::jsonb[])
           AS row (pair, level, bucket, series)
        ON CONFLICT (run_id, pair, level, bucket) DO UPDATE SET series = excluded.series`;
}

const jsonOf = (rows: readonly Row[]): string[] => rows.map(({ series }) => JSON.stringify(series));

/** Merges what is stored already into the rows that replace it. */
function addKnown<R extends Row>(fresh: readonly R[], known: readonly R[], nameOf: (row: R) => string): void {
  const byName = new Map(fresh.map((row) => [nameOf(row), row]));
  for (const row of known) {
    const into = byName.get(nameOf(row));
    if (into) mergeBucket(into.series, row.series);
  }
}
