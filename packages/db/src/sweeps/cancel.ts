import { ENDED_STATES, StudioError, type SweepChange } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { cancelIn } from '../runs/cancel.ts';
import { sweepSummary } from './get.ts';
import { lockSweep } from './lock.ts';

/**
 * Cancels every run of the sweep that has not ended: those that wait at once, those a trainer holds as soon as it hears.
 * @param by name of the person
 * @throws StudioError `conflict` when all have ended; `not_found`
 */
export function cancelSweep(db: Db, id: string, by: string): Promise<SweepChange> {
  return inTransaction(db, async (tx) => {
    await lockSweep(tx, id);
    // held until the end, so that none of them ends or is claimed in between
    const open = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM runs
       WHERE sweep_id = ${id}::uuid AND state <> ALL (${[...ENDED_STATES]}::run_state[])
       ORDER BY id FOR UPDATE`;
    if (open.length === 0) throw new StudioError('conflict', 'Every run of this sweep has ended.');
    for (const run of open) await cancelIn(tx, run.id, by);
    return { runs: open.length, sweep: await sweepSummary(tx, id) };
  });
}
