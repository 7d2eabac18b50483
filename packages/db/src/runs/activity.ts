import { type LogEntry, ServerEvent } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { logEntry } from '../log/entry.ts';
import { noSuchRun } from './missing.ts';

/** Kinds of entry that can name a person. */
const KINDS = ServerEvent.options.map((option) => option.shape.kind.value);
/** The newest of them; a run that people touched more often than this is beyond reading. */
const LIMIT = 500;

/** What people did to a run, oldest first: launched it, cancelled, paused, changed. @throws StudioError `not_found` */
export async function runActivity(db: Db, runId: string): Promise<LogEntry[]> {
  const run = await db.prisma.run.findUnique({ where: { id: runId }, select: { id: true } });
  if (!run) throw noSuchRun();
  const entries = await db.prisma.logEntry.findMany({
    where: { runId, kind: { in: KINDS }, event: { path: ['by'], string_starts_with: '' } },
    orderBy: { seq: 'desc' },
    take: LIMIT,
  });
  return entries.reverse().map(logEntry);
}
