import type { AskedChange, CommandMessage, HeartbeatMessage } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { hashToken } from '../token.ts';
import { changesOf } from './changes.ts';
import { lostLease } from './hold.ts';
import { LEASE_END } from './lease.ts';

/**
 * Extends the lease (R4) and repeats the command and the changes that wait for the trainer, if any (R5, R7).
 * @throws StudioError `conflict` when the attempt has lost its lease
 */
export function heartbeat(
  db: Db,
  trainerId: string,
  { runId, attemptToken }: HeartbeatMessage,
): Promise<{ command: CommandMessage['kind'] | null; pendingChanges: AskedChange[] }> {
  return inTransaction(db, async (tx) => {
    await tx.trainer.updateMany({ where: { id: trainerId }, data: { lastSeenAt: new Date() } });
    const extended = await tx.$executeRaw`
      UPDATE attempts SET lease_until = ${LEASE_END}
       WHERE run_id = ${runId}::uuid AND trainer_id = ${trainerId}::uuid
         AND token_hash = ${hashToken(attemptToken)} AND outcome IS NULL`;
    if (extended === 0) throw lostLease();
    const { command } = await tx.run.findUniqueOrThrow({ where: { id: runId }, select: { command: true } });
    return { command, pendingChanges: (await changesOf(tx, runId)).pending };
  });
}
