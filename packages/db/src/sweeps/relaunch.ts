import { StudioError, type SweepChange } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import type { Launcher } from '../runs/queue-run.ts';
import { relaunchIn } from '../runs/relaunch.ts';
import { sweepSummary } from './get.ts';
import { lockSweep } from './lock.ts';

/**
 * Launches the runs of the sweep that failed or were cancelled again, each in its place.
 * @throws StudioError `conflict` when there are none; `not_found`
 */
export function relaunchSweep(db: Db, id: string, launcher: Launcher): Promise<SweepChange> {
  return inTransaction(db, async (tx) => {
    await lockSweep(tx, id);
    const ended = await tx.run.findMany({
      where: { sweepId: id, state: { in: ['failed', 'cancelled'] } },
      orderBy: { sweepPoint: 'asc' },
      select: { id: true },
    });
    if (ended.length === 0) throw new StudioError('conflict', 'No run of this sweep has failed or was cancelled.');
    for (const run of ended) await relaunchIn(tx, run.id, launcher);
    return { runs: ended.length, sweep: await sweepSummary(tx, id) };
  });
}
