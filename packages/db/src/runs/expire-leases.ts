import { LIMITS } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { resumesFrom } from './last-checkpoint.ts';
import { LEASE_END } from './lease.ts';
import { lockRun } from './lock.ts';
import { transition } from './transition.ts';

/**
 * Ends the attempts whose lease is past (R4) and returns their runs: they wait in the queue again, at the place they
 * had, or are cancelled or paused where that was asked for. A run that is lost again and again without getting any
 * further fails.
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
  const lost = { runId, outcome: 'lost', trainer: attempt.trainer } as const;
  const by = run.commandBy ?? undefined;
  if (run.command === 'cancel') await transition(tx, { ...lost, to: 'cancelled', by });
  else if (run.state === 'pausing')
    await transition(tx, { ...lost, to: 'paused', by, resumesFrom: await resumesFrom(tx, run) });
  else if (await lostInVain(tx, runId))
    await transition(tx, {
      ...lost,
      to: 'failed',
      failure: {
        code: 'trainer_lost',
        message: `${LIMITS.lostAttempts} attempts in a row were lost without getting beyond iteration ${run.iteration}: each time the trainer stopped answering. Look at its log, then launch the run again.`,
      },
    });
  else
    await transition(tx, {
      ...lost,
      to: 'queued',
      cause: 'lost',
      resumesFrom: await resumesFrom(tx, run),
      set: { queuedAt: run.queuedAt },
    });
  await notify(tx, { kind: 'trainers' });
  await notify(tx, { kind: 'queue' });
  return true;
}

/** Whether the attempt that is being lost and those before it got nowhere. */
async function lostInVain(tx: Tx, runId: string): Promise<boolean> {
  const last = await tx.attempt.findMany({
    where: { runId },
    orderBy: { number: 'desc' },
    take: LIMITS.lostAttempts,
    select: { outcome: true, progress: true },
  });
  return (
    last.length === LIMITS.lostAttempts &&
    last.every(({ outcome, progress }) => !progress && (outcome ?? 'lost') === 'lost')
  );
}

/** Starts every open lease anew: for a web process that was away itself, so that nobody could reach it. */
export async function renewLeases(db: Db): Promise<void> {
  await db.prisma.$executeRaw`UPDATE attempts SET lease_until = ${LEASE_END} WHERE outcome IS NULL`;
}
