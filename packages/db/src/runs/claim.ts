import { type RunAssignment, StudioError } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { Trainer } from '../generated/client.ts';
import { hashToken, newToken } from '../token.ts';
import { assignmentOf } from './assignment.ts';
import { LEASE_END } from './lease.ts';
import { QUEUE } from './queue.ts';
import { transition } from './transition.ts';

/**
 * Gives the trainer the next run of the queue with a new attempt and lease, or null. A trainer that has a run it never
 * began gets that one again: the first answer was lost.
 * @throws StudioError `conflict` when the trainer is not connected
 */
export function claimRun(db: Db, trainerId: string): Promise<RunAssignment | null> {
  return inTransaction(db, async (tx) => {
    const trainer = await lockTrainer(tx, trainerId);
    const held = await tx.run.findUnique({ where: { holderId: trainerId }, select: { id: true } });
    if (held) return repeatClaim(tx, trainerId, held.id);
    const [next] = await tx.$queryRaw<{ id: string; attempt: number; trainerSeq: number }[]>`
      SELECT r.id, r.attempt, r.trainer_seq AS "trainerSeq" FROM runs r JOIN (${QUEUE}) AS queue ON queue.id = r.id
       WHERE r.state = 'queued'
       ORDER BY queue.place LIMIT 1 FOR UPDATE OF r SKIP LOCKED`;
    if (!next) return null;
    const token = newToken();
    const number = next.attempt + 1;
    await transition(tx, {
      runId: next.id,
      to: 'starting',
      trainer: trainer.name,
      set: { holderId: trainerId, attempt: number },
    });
    await tx.$executeRaw`
      INSERT INTO attempts (run_id, number, trainer_id, engine, token_hash, from_seq, lease_until, started_at)
      VALUES (${next.id}::uuid, ${number}, ${trainerId}::uuid, ${trainer.engine}, ${hashToken(token)},
              ${next.trainerSeq}, ${LEASE_END}, clock_timestamp())`;
    await notify(tx, { kind: 'queue' });
    await notify(tx, { kind: 'trainers' });
    return assignmentOf(tx, next.id, token);
  });
}

async function lockTrainer(tx: Tx, id: string): Promise<Trainer> {
  const [trainer] = await tx.trainer.updateManyAndReturn({
    where: { id, online: true },
    data: { lastSeenAt: new Date() },
  });
  if (!trainer) throw new StudioError('conflict', 'This trainer is not connected.');
  return trainer;
}

/** A new token, so that whoever got the first one can no longer write. */
async function repeatClaim(tx: Tx, trainerId: string, runId: string): Promise<RunAssignment | null> {
  const token = newToken();
  const renewed = await tx.$executeRaw`
    UPDATE attempts a SET token_hash = ${hashToken(token)}, lease_until = ${LEASE_END}
      FROM (SELECT id, attempt, trainer_seq FROM runs
             WHERE id = ${runId}::uuid AND holder_id = ${trainerId}::uuid AND state = 'starting'
               FOR UPDATE) AS run
     WHERE a.run_id = run.id AND a.number = run.attempt AND a.from_seq = run.trainer_seq AND a.outcome IS NULL`;
  return renewed === 1 ? assignmentOf(tx, runId, token) : null;
}
