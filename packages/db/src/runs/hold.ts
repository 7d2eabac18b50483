import { StudioError } from '@combogan/contracts';
import type { Db, Tx } from '../db.ts';
import type { Run } from '../generated/client.ts';
import { hashToken } from '../token.ts';
import { lockRun } from './lock.ts';

/** What a trainer must show with every write. */
export interface Hold {
  runId: string;
  attemptToken: string;
}

/** The attempt as its trainer may write in it. `outcome: null`: it is open. */
const openAttempt = (trainerId: string, { runId, attemptToken }: Hold) => ({
  runId,
  trainerId,
  tokenHash: hashToken(attemptToken),
  outcome: null,
});

export const lostLease = () =>
  new StudioError('conflict', 'This attempt lost its lease: the run has ended or another attempt has it.');

/** Locks the run for a write of the trainer that holds it (R4). @throws StudioError `conflict`; `not_found` */
export async function lockHeldRun(tx: Tx, trainerId: string, hold: Hold): Promise<Run> {
  const run = await lockRun(tx, hold.runId);
  if ((await tx.attempt.count({ where: openAttempt(trainerId, hold) })) === 0) throw lostLease();
  return run;
}

/** Whether this trainer may write to the run now (R4). @throws StudioError `conflict` when it may not */
export async function checkAttempt(db: Db, trainerId: string, runId: string, attemptToken: string): Promise<void> {
  if ((await db.prisma.attempt.count({ where: openAttempt(trainerId, { runId, attemptToken }) })) === 0)
    throw lostLease();
}
