import type { RunSummary } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { lockRun } from './lock.ts';
import { summaryOf } from './summary.ts';
import { isHeld, transition } from './transition.ts';

/**
 * Cancels a run that waits at once; asks the trainer of one it holds to stop (R5), and asking again does no harm.
 * @param by name of the person
 * @throws StudioError `conflict` when the run has ended; `not_found`
 */
export function cancelRun(db: Db, id: string, by: string): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    await cancelIn(tx, id, by);
    return summaryOf(tx, id);
  });
}

/** The same within a transaction. */
export async function cancelIn(tx: Tx, id: string, by: string): Promise<void> {
  const run = await lockRun(tx, id);
  if (isHeld(run.state) && run.holderId !== null) {
    // who asked for the cancel counts, not who had asked for a pause before
    const commandBy = run.command === 'cancel' ? (run.commandBy ?? by) : by;
    await tx.run.update({ where: { id }, data: { command: 'cancel', commandBy } });
    await notify(tx, { kind: 'command', runId: id, trainerId: run.holderId, command: 'cancel' });
  } else {
    await transition(tx, { runId: id, to: 'cancelled', by });
    await notify(tx, { kind: 'queue' });
  }
}
