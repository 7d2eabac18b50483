import type { LogEntry } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { logEntry } from './entry.ts';

/** The next `limit` entries of a run's log after seq `after`, without gaps (E2). */
export async function entriesAfter(db: Db, runId: string, after: number, limit: number): Promise<LogEntry[]> {
  const entries = await db.prisma.logEntry.findMany({
    where: { runId, seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: limit,
  });
  return entries.map(logEntry);
}
