import { isEnded, RunConfig, type RunSummary, StudioError } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { Run } from '../generated/client.ts';
import { noSuchRun } from './missing.ts';
import { insertRun, type Launcher, type NewRun } from './queue-run.ts';
import { summaryOf } from './summary.ts';

/**
 * Launches a run that has ended again, on the same versions with the same config, as a new run. In a sweep it takes the
 * place of one that failed or was cancelled.
 * @throws StudioError `conflict` while it has not ended; `not_found`
 */
export function relaunchRun(db: Db, id: string, launcher: Launcher): Promise<RunSummary> {
  return inTransaction(db, async (tx) => summaryOf(tx, await relaunchIn(tx, id, launcher)));
}

/** The same within a transaction; returns the new run's id. */
export async function relaunchIn(tx: Tx, id: string, { launchedById }: Launcher): Promise<string> {
  const run = await tx.run.findUnique({ where: { id }, include: { domains: { orderBy: { position: 'asc' } } } });
  if (!run) throw noSuchRun();
  if (!isEnded(run.state))
    throw new StudioError('conflict', `The run is ${run.state}; it can be launched again once it has ended.`);
  const { name, domains } = run;
  const config = RunConfig.parse(run.config);
  return insertRun(tx, { name, config, domains, launchedById, sweep: await vacate(tx, run) });
}

/** Takes the place in its sweep from a run that did not finish, for another; none when someone else took it first. */
async function vacate(tx: Tx, { id, state, seq, sweepId, sweepPoint }: Run): Promise<NewRun['sweep']> {
  if (state === 'finished' || sweepId === null || sweepPoint === null) return undefined;
  const { count } = await tx.run.updateMany({
    where: { id, sweepId },
    data: { sweepId: null, sweepPoint: null },
  });
  if (count === 0) return undefined;
  // its log says nothing of it, but whoever lists runs must hear
  await notify(tx, { kind: 'run', runId: id, seq });
  return { sweepId, sweepPoint };
}
