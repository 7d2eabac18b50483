import { type CreateSweepBody, planSweep, type SweepSummary, sweepRunName } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { type FrozenDomain, freezeDomain } from '../domains/freeze.ts';
import { insertRun, type Launcher } from '../runs/queue-run.ts';
import { sweepSummary } from './get.ts';

/**
 * Queues every run of a sweep, all of them or none (R9). The domains are frozen once, so that the runs differ in their
 * options alone; the launcher's turn in the queue is as long as if there were one run (R3).
 * @throws StudioError `invalid` on `domainIds` when one is gone or has nothing to train on
 */
export function createSweep(db: Db, body: CreateSweepBody, { launchedById }: Launcher): Promise<SweepSummary> {
  const { name, domainIds, axes } = body;
  return inTransaction(db, async (tx) => {
    const domains: FrozenDomain[] = [];
    for (const domainId of domainIds) domains.push(await freezeDomain(tx, domainId));
    const { id: sweepId } = await tx.sweep.create({ data: { name, launchedById, axes }, select: { id: true } });
    for (const [sweepPoint, { label, config }] of planSweep(body).runs.entries())
      await insertRun(tx, {
        name: sweepRunName(name, label),
        config,
        domains,
        launchedById,
        sweep: { sweepId, sweepPoint },
      });
    return sweepSummary(tx, sweepId);
  });
}
