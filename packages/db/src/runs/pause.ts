import { type RunSummary, StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { resumesFrom } from './last-checkpoint.ts';
import { lockRun } from './lock.ts';
import { summaryOf } from './summary.ts';
import { isHeld, transition } from './transition.ts';

/**
 * Takes a waiting run out of the queue at once; asks the trainer of one it holds to write a checkpoint and let go (R5).
 * Asking again does no harm.
 * @param by name of the person
 * @throws StudioError `conflict` when the state does not allow it or a cancel is under way; `not_found`
 */
export function pauseRun(db: Db, id: string, by: string): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, id);
    if (run.command === 'cancel') throw new StudioError('conflict', 'The run is being cancelled; it cannot be paused.');
    if (isHeld(run.state) && run.holderId !== null) {
      if (run.state !== 'pausing')
        await transition(tx, { runId: id, to: 'pausing', by, set: { command: 'pause', commandBy: by } });
      await notify(tx, { kind: 'command', runId: id, trainerId: run.holderId, command: 'pause' });
    } else {
      await transition(tx, { runId: id, to: 'paused', by, resumesFrom: await resumesFrom(tx, run) });
      await notify(tx, { kind: 'queue' });
    }
    return summaryOf(tx, id);
  });
}

/**
 * Puts a paused run back at the end of its launcher's queue.
 * @throws StudioError `conflict` unless it is paused; `not_found`
 */
export function resumeRun(db: Db, id: string, by: string): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, id);
    if (run.state !== 'paused')
      throw new StudioError('conflict', `The run is ${run.state}; only a paused run can be resumed.`);
    await transition(tx, { runId: id, to: 'queued', by, cause: 'resumed', resumesFrom: await resumesFrom(tx, run) });
    await notify(tx, { kind: 'queue' });
    return summaryOf(tx, id);
  });
}
