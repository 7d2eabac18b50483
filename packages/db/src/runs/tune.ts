import { isEnded, LIVE_FIELDS, RunConfig, type RunSummary, StudioError, type TuneBody } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { addChange, latestConfig } from './changes.ts';
import { lockRun } from './lock.ts';
import { summaryOf } from './summary.ts';

/**
 * Asks for other lambdas or another learning rate of a run that has not ended (R7). The trainer takes them at its next
 * iteration and says which; while none holds the run, the next one does.
 * @param by name of the person
 * @throws StudioError `conflict` when the run ends or has ended; `invalid` for a term that the run does not compute, or
 * when nothing differs; `not_found`
 */
export function tuneRun(db: Db, id: string, changes: TuneBody, by: string): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, id);
    if (isEnded(run.state) || run.state === 'finishing')
      throw new StudioError('conflict', `The run is ${run.state}; only one that still trains can be tuned.`);
    const launched = RunConfig.parse(run.config);
    for (const field of LIVE_FIELDS)
      if (changes[field] !== undefined && launched[field] === 0)
        throw new StudioError(
          'invalid',
          `${field}: was 0 at launch, so this run does not compute that loss. Launch a run with it above 0.`,
          { field },
        );
    const now = await latestConfig(tx, run);
    if (LIVE_FIELDS.every((field) => changes[field] === undefined || changes[field] === now[field]))
      throw new StudioError('invalid', 'The run has these values already.');
    await addChange(tx, run, { changes, by });
    if (run.holderId !== null) await notify(tx, { kind: 'tune', runId: id, trainerId: run.holderId });
    return summaryOf(tx, id);
  });
}
