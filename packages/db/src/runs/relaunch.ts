import { isEnded, RunConfig, type RunSummary, StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { noSuchRun } from './missing.ts';
import { type Launcher, queueRun } from './queue-run.ts';

/**
 * Launches a run that has ended again, on the same versions with the same config, as a new run.
 * @throws StudioError `conflict` while it has not ended; `not_found`
 */
export function relaunchRun(db: Db, id: string, { launchedById }: Launcher): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    const run = await tx.run.findUnique({ where: { id }, include: { domains: { orderBy: { position: 'asc' } } } });
    if (!run) throw noSuchRun();
    if (!isEnded(run.state))
      throw new StudioError('conflict', `The run is ${run.state}; it can be launched again once it has ended.`);
    const { name, domains } = run;
    return queueRun(tx, { name, config: RunConfig.parse(run.config), domains, launchedById });
  });
}
