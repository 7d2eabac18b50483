import { StudioError, type TransitionMessage } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { hashToken } from '../token.ts';
import { lostLease } from './hold.ts';
import { lockRun } from './lock.ts';
import { transition } from './transition.ts';

/**
 * A trainer says that the run it holds began or ended. Saying it again changes nothing: the first answer was lost.
 * @throws StudioError `conflict` when the attempt has lost its lease or the state does not allow it (R2, R4)
 */
export async function transitionRun(
  db: Db,
  trainerId: string,
  { runId, attemptToken, to, failure, flops }: TransitionMessage,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const trainer = await tx.trainer.update({ where: { id: trainerId }, data: { lastSeenAt: new Date(), flops } });
    const run = await lockRun(tx, runId);
    const attempt = await tx.attempt.findFirst({
      where: { runId, trainerId, tokenHash: hashToken(attemptToken), number: run.attempt },
    });
    if (attempt && run.state === to && (attempt.outcome === null || attempt.outcome === to)) return;
    if (!attempt || attempt.outcome !== null) throw lostLease();
    if (to === 'failed' && !failure)
      throw new StudioError('invalid', 'A failed run needs the reason.', { field: 'failure' });
    await transition(tx, {
      runId,
      to,
      trainer: trainer.name,
      ...(to === 'running' && { set: { startedAt: run.startedAt ?? new Date() } }),
      ...(to === 'failed' && { failure }),
      ...(to === 'cancelled' && { by: run.commandBy ?? undefined }),
    });
    if (to !== 'running' && to !== 'finishing') await notify(tx, { kind: 'trainers' });
  });
}
