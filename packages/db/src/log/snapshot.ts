import type { LogEntry, RunDetail, SeriesResponse } from '@combogan/contracts';
import { type Db, inSnapshot } from '../db.ts';
import { detailOf } from '../runs/detail.ts';
import { logEntry } from './entry.ts';
import { seriesOf } from './series.ts';

/** State changes and log lines shown to whoever comes late. */
const LINES = 200;

export interface RunSnapshot {
  seq: number;
  run: RunDetail;
  chart: SeriesResponse;
  /** State changes and log lines, oldest first. */
  log: LogEntry[];
}

/** All that a viewer needs, as it was when the log ended at `seq`: what comes after goes on from there (E2). */
export function runSnapshot(db: Db, runId: string, { buckets }: { buckets: number }): Promise<RunSnapshot> {
  return inSnapshot(db, async (tx) => {
    const run = await detailOf(tx, runId);
    const chart = await seriesOf(tx, runId, { from: 1, buckets });
    const lines = await tx.logEntry.findMany({
      where: { runId, kind: { in: ['state', 'log'] } },
      orderBy: { seq: 'desc' },
      take: LINES,
    });
    return { seq: run.seq, run, chart, log: lines.reverse().map(logEntry) };
  });
}
