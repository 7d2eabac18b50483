import type { IterationRecord } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { type Bucket, LEVELS, mergeBucket, rollUp } from './rollup.ts';

interface Row {
  level: number;
  bucket: number;
  series: Bucket;
}

/** Adds the records to the run's roll-ups. The caller holds the run's row, so nobody else adds at the same time. */
export async function storeRollups(tx: Tx, runId: string, records: readonly IterationRecord[]): Promise<void> {
  const fresh = LEVELS.flatMap((level) =>
    [...rollUp(records, level)].map(([bucket, series]): Row => ({ level, bucket, series })),
  );
  const levels = fresh.map(({ level }) => level);
  const buckets = fresh.map(({ bucket }) => bucket);
  const known = await tx.$queryRaw<Row[]>`
    SELECT level, bucket, series
      FROM loss_rollups JOIN unnest(${levels}::int[], ${buckets}::int[]) AS touched (level, bucket) USING (level, bucket)
     WHERE run_id = ${runId}::uuid`;
  for (const { level, bucket, series } of known) {
    const row = fresh.find((candidate) => candidate.level === level && candidate.bucket === bucket);
    if (row) mergeBucket(row.series, series);
  }
  await tx.$executeRaw`
    INSERT INTO loss_rollups (run_id, level, bucket, series)
    SELECT ${runId}::uuid, level, bucket, series
      FROM unnest(${levels}::int[], ${buckets}::int[], ${fresh.map(({ series }) => JSON.stringify(series))}::jsonb[])
           AS row (level, bucket, series)
        ON CONFLICT (run_id, level, bucket) DO UPDATE SET series = excluded.series`;
}
