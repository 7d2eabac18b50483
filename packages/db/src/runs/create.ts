import type { CreateRunBody, RunSummary } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { type FrozenDomain, freezeDomain } from '../domains/freeze.ts';
import { type Launcher, queueRun } from './queue-run.ts';

/**
 * Freezes the domains as they are now and queues a run on them (R1, D5), all of it or nothing.
 * @throws StudioError `invalid` on `domainIds` when one is gone or has nothing to train on, on `probes` when an image is
 * not the domain's
 */
export function createRun(
  db: Db,
  { name, config, domainIds, probes = {} }: CreateRunBody,
  { launchedById }: Launcher,
): Promise<RunSummary> {
  return inTransaction(db, async (tx) => {
    const domains: FrozenDomain[] = [];
    for (const domainId of domainIds) domains.push(await freezeDomain(tx, domainId, probes[domainId]));
    return queueRun(tx, { name, config, domains, launchedById });
  });
}
