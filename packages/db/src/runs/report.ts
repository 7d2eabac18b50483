import { type RunState, StudioError, type TransitionMessage } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { AttemptOutcome, Run } from '../generated/client.ts';
import { hashToken } from '../token.ts';
import { lostLease } from './hold.ts';
import { resumesFrom } from './last-checkpoint.ts';
import { lockRun } from './lock.ts';
import { OUTCOMES, type Transition, transition } from './transition.ts';

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
    const attempt = await tx.attempt.findFirst({ where: { runId, trainerId, tokenHash: hashToken(attemptToken) } });
    if (attempt?.outcome && attempt.outcome === outcomeOf(to)) return;
    if (!attempt || attempt.outcome !== null) throw lostLease();
    if (run.state === to) return;
    if (to === 'failed' && !failure)
      throw new StudioError('invalid', 'A failed run needs the reason.', { field: 'failure' });
    const begun = { startedAt: run.startedAt ?? new Date() };
    // asked to pause before it had begun: it will, once it has
    if (to === 'running' && run.state === 'pausing') {
      await tx.run.update({ where: { id: runId }, data: begun });
      return;
    }
    await transition(tx, {
      runId,
      trainer: trainer.name,
      ...(to === 'running' && { set: begun }),
      ...(to === 'failed' && { failure }),
      ...(await ending(tx, run, to)),
    });
    if (to === 'running' || to === 'finishing') return;
    await notify(tx, { kind: 'trainers' });
    if (to === 'queued') await notify(tx, { kind: 'queue' });
  });
}

const outcomeOf = (to: RunState): AttemptOutcome | undefined => (to === 'queued' ? 'released' : OUTCOMES[to]);

/** A trainer that leaves gives the run back, unless a person had asked for something else meanwhile. */
async function ending(tx: Tx, run: Run, asked: RunState): Promise<Pick<Transition, 'to'> & Partial<Transition>> {
  const by = run.commandBy ?? undefined;
  const outcome = outcomeOf(asked);
  const letsGo = asked === 'queued' || asked === 'paused';
  const to = !letsGo || run.command === null ? asked : run.command === 'cancel' ? 'cancelled' : 'paused';
  if (to === 'cancelled') return { to, by, outcome };
  if (to === 'paused') return { to, by, outcome, resumesFrom: await resumesFrom(tx, run) };
  if (to !== 'queued') return { to };
  return {
    to,
    outcome,
    cause: 'released',
    resumesFrom: await resumesFrom(tx, run),
    set: { queuedAt: run.queuedAt },
  };
}
