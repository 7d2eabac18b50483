import type { RunConfig, RunSummary } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import type { FrozenDomain } from '../domains/freeze.ts';
import { notify } from '../feed/notify.ts';
import { writeEntries } from '../log/entry.ts';
import { summaryOf } from './summary.ts';

export interface Launcher {
  /** Null: the studio itself, as for the demo. */
  launchedById: string | null;
}

export interface NewRun extends Launcher {
  name: string;
  config: RunConfig;
  domains: FrozenDomain[];
  /** The sweep it is a run of, and which. */
  sweep?: { sweepId: string; sweepPoint: number };
}

/** Writes a run with its first log entry and puts it at the end of the queue. */
export const queueRun = async (tx: Tx, run: NewRun): Promise<RunSummary> => summaryOf(tx, await insertRun(tx, run));

/** The same; returns only its id. */
export async function insertRun(tx: Tx, { name, config, domains, launchedById, sweep }: NewRun): Promise<string> {
  const run = await tx.run.create({
    data: {
      name,
      config,
      iterations: config.iterations,
      launchedById,
      seq: 1,
      ...sweep,
      domains: {
        create: domains.map(({ versionId, key, name, probes }, position) => ({
          position,
          versionId,
          key,
          name,
          probes,
        })),
      },
    },
    include: { launchedBy: { select: { name: true } } },
  });
  await writeEntries(tx, run.id, 1, [{ kind: 'state', state: 'queued', by: run.launchedBy?.name }]);
  await notify(tx, { kind: 'queue' });
  return run.id;
}
