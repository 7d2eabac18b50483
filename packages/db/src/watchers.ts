import type { Someone } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from './db.ts';
import { notify } from './feed/notify.ts';

/** What a process says again and again while it lives; rows older than this are of one that died. */
const STALE_SECONDS = 30;

/** Sets who watches a run through one web process, and tells all processes if that is news. */
export function setWatchers(db: Db, processId: string, runId: string, userIds: readonly string[]): Promise<void> {
  return inTransaction(db, async (tx) => {
    const gone = await tx.watcher.deleteMany({ where: { processId, runId, userId: { notIn: [...userIds] } } });
    const come = await tx.watcher.createMany({
      data: userIds.map((userId) => ({ processId, runId, userId })),
      skipDuplicates: true,
    });
    if (gone.count + come.count > 0) await notify(tx, { kind: 'watchers', runId });
  });
}

/** Who watches a run, through whichever process, each once, by name (E5). */
export function watchersOf(db: Db, runId: string): Promise<Someone[]> {
  return db.prisma.$queryRaw<Someone[]>`
    SELECT id, name FROM users
     WHERE id IN (SELECT user_id FROM watchers
                   WHERE run_id = ${runId}::uuid
                     AND seen_at > clock_timestamp() - make_interval(secs => ${STALE_SECONDS}))
     ORDER BY name, id`;
}

/** Says that a process lives, and clears away what those that died left behind. */
export function keepWatchers(db: Db, processId: string): Promise<void> {
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`UPDATE watchers SET seen_at = clock_timestamp() WHERE process_id = ${processId}::uuid`;
    const left = await tx.$queryRaw<{ runId: string }[]>`
      DELETE FROM watchers WHERE seen_at <= clock_timestamp() - make_interval(secs => ${STALE_SECONDS})
      RETURNING run_id AS "runId"`;
    await tellRuns(tx, left);
  });
}

/** Nobody watches through this process any more. */
export function clearWatchers(db: Db, processId: string): Promise<void> {
  return inTransaction(db, async (tx) => {
    const left = await tx.watcher.findMany({ where: { processId }, select: { runId: true } });
    await tx.watcher.deleteMany({ where: { processId } });
    await tellRuns(tx, left);
  });
}

async function tellRuns(tx: Tx, rows: readonly { runId: string }[]): Promise<void> {
  for (const runId of new Set(rows.map((row) => row.runId))) await notify(tx, { kind: 'watchers', runId });
}
