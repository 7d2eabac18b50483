import {
  LOG_LINES,
  LOSS_NAMES,
  type LogEntry,
  METRIC_NAMES,
  type RunDetail,
  type SampleIndex,
  type SeriesResponse,
} from '@combogan/contracts';
import { type Db, inSnapshot, type Tx } from '../db.ts';
import { detailOf } from '../runs/detail.ts';
import { logEntry } from './entry.ts';
import { seriesOf } from './series.ts';

/** State changes and log lines shown to whoever comes late. */
const LINES = 200;
/** Wider buckets than these would hide where something happened. */
const BUCKETS_MIN = 100;

export interface RunSnapshot {
  seq: number;
  /** Without its samples. */
  run: RunDetail;
  samples: SampleIndex;
  chart: SeriesResponse;
  /** State changes and log lines, oldest first. */
  log: LogEntry[];
}

/**
 * All that a viewer needs, as it was when the log ended at `seq`: what comes after goes on from there (E2). The chart has
 * about `cells` buckets over all its series, however long the run and however many its domains: the viewer asks for finer
 * ones once it sees something (E3).
 */
export function runSnapshot(db: Db, runId: string, { cells }: { cells: number }): Promise<RunSnapshot> {
  return inSnapshot(db, async (tx) => {
    const run = await detailOf(tx, runId, { samples: false });
    const series = run.domains.length * LOSS_NAMES.length + METRIC_NAMES.length;
    const chart = await seriesOf(tx, runId, { from: 1, buckets: Math.max(BUCKETS_MIN, Math.floor(cells / series)) });
    const lines = await tx.logEntry.findMany({
      where: { runId, kind: { in: [...LOG_LINES] } },
      orderBy: { seq: 'desc' },
      take: LINES,
    });
    return { seq: run.seq, run, samples: await sampleIndex(tx, runId), chart, log: lines.reverse().map(logEntry) };
  });
}

async function sampleIndex(tx: Tx, runId: string): Promise<SampleIndex> {
  return tx.$queryRaw`
    SELECT size, rows, columns, reconstruction_sha256 IS NOT NULL AS reconstructions,
           array_agg(iteration ORDER BY iteration) AS iterations
      FROM samples WHERE run_id = ${runId}::uuid
     GROUP BY 1, 2, 3, 4`;
}
