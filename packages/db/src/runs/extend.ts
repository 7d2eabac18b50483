import { type ExtendBody, RANGES, type RunSummary, StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { addChange, latestConfig } from './changes.ts';
import { lastCheckpoint } from './last-checkpoint.ts';
import { lockRun } from './lock.ts';
import { summaryOf } from './summary.ts';
import { transition } from './transition.ts';

/**
 * Gives a finished run more iterations (R11): it waits in the queue again and goes on from its last checkpoint. What was
 * trained keeps its schedule; the added iterations have a constant rate of their own, with a decay of its own if wanted.
 * @param by name of the person
 * @throws StudioError `conflict` unless it is finished with its last checkpoint; `invalid` when it gets too long; `not_found`
 */
export function extendRun(db: Db, id: string, body: ExtendBody, by: string): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    const run = await lockRun(tx, id);
    if (run.state !== 'finished')
      throw new StudioError('conflict', `The run is ${run.state}; only a finished run can be extended.`);
    const checkpoint = await lastCheckpoint(tx, id);
    if (checkpoint?.iteration !== run.iterations)
      throw new StudioError('conflict', 'The last checkpoint of this run is not stored; it cannot go on.');
    const iterations = run.iterations + body.iterations;
    const { max } = RANGES.iterations;
    if (iterations > max)
      throw new StudioError('invalid', `iterations: together they would be ${iterations}; at most ${max}`, {
        field: 'iterations',
        limit: `${max} iterations`,
      });
    const { learningRate } = await latestConfig(tx, run);
    const changes = {
      iterations,
      decayIterations: body.decayIterations,
      learningRate: body.learningRate ?? learningRate,
    };
    // asked for too late to be taken: it is not to begin with the extension
    await tx.runChange.deleteMany({ where: { runId: id, iteration: null } });
    await addChange(tx, run, { changes, by, iteration: run.iterations + 1 });
    await transition(tx, {
      runId: id,
      to: 'queued',
      by,
      cause: 'extended',
      resumesFrom: checkpoint.iteration,
      set: { iterations },
    });
    await notify(tx, { kind: 'queue' });
    return summaryOf(tx, id);
  });
}
