import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { LEASE_END } from './lease.ts';
import { lockRun } from './lock.ts';
import { transition } from './transition.ts';

/**
 * Ends the attempts whose lease is past (R4) and returns their runs: failed, or cancelled where that was asked for.
 */
export async function expireLeases(db: Db): Promise<string[]> {
  const late = await db.prisma.$queryRaw<{ runId: string }[]>`
    SELECT run_id AS "runId" FROM attempts WHERE outcome IS NULL AND lease_until < clock_timestamp()`;
  const lost: string[] = [];
  for (const { runId } of late) if (await inTransaction(db, (tx) => expire(tx, runId))) lost.push(runId);
  return lost;
}

async function expire(tx: Tx, runId: string): Promise<boolean> {
  const run = await lockRun(tx, runId);
  // looked at again under the lock: a heartbeat may have come
  const [attempt] = await tx.$queryRaw<{ trainer: string }[]>`
    SELECT t.name AS trainer FROM attempts a JOIN trainers t ON t.id = a.trainer_id
     WHERE a.run_id = ${runId}::uuid AND a.outcome IS NULL AND a.lease_until < clock_timestamp()
       FOR UPDATE OF a`;
  if (!attempt) return false;
  const { trainer } = attempt;
  if (run.command === 'cancel')
    await transition(tx, { runId, to: 'cancelled', outcome: 'lost', trainer, by: run.commandBy ?? undefined });
  else
    await transition(tx, {
      runId,
      to: 'failed',
      outcome: 'lost',
      trainer,
      failure: {
        code: 'trainer_lost',
        message: `The trainer stopped answering at iteration ${run.iteration}. Launch the run again to start over.`,
      },
    });
  await notify(tx, { kind: 'trainers' });
  return true;
}

/** Starts every open lease anew: for a web process that was away itself, so that nobody could reach it. */
export async function renewLeases(db: Db): Promise<void> {
  await db.prisma.$executeRaw`UPDATE attempts SET lease_until = ${LEASE_END} WHERE outcome IS NULL`;
}
