import { ConfigChanges, RunConfig, type RunDetail } from '@combogan/contracts';
import { type Db, inSnapshot, type Tx } from '../db.ts';
import { noSuchRun } from './missing.ts';
import { sampleSheet, summaryOf } from './summary.ts';

/** @throws StudioError `not_found` */
export const runDetail = (db: Db, id: string): Promise<RunDetail> => inSnapshot(db, (tx) => detailOf(tx, id));

/** The same within a transaction. Of weights, each domain's last; samples may be left out, for there may be thousands. */
export async function detailOf(tx: Tx, id: string, { samples = true } = {}): Promise<RunDetail> {
  const run = await tx.run.findUnique({
    where: { id },
    select: {
      config: true,
      samples: { orderBy: { iteration: 'asc' }, ...(samples ? {} : { take: 0 }) },
      weights: { distinct: ['domain'], orderBy: [{ domain: 'asc' }, { iteration: 'desc' }] },
      changes: { orderBy: { number: 'asc' } },
      domains: { select: { key: true }, orderBy: { position: 'asc' } },
    },
  });
  if (!run) throw noSuchRun();
  const changes = run.changes.map(({ number, iteration, changes, by, at }) => ({
    number,
    iteration,
    changes: ConfigChanges.parse(changes),
    by,
    at: at.toISOString(),
  }));
  const order = run.domains.map(({ key }) => key);
  return {
    ...(await summaryOf(tx, id)),
    config: RunConfig.parse(run.config),
    samples: run.samples.map(sampleSheet),
    weights: run.weights
      .map(({ domain, iteration, sha256, bytes }) => ({ domain, iteration, sha256, bytes: Number(bytes) }))
      .sort((a, b) => order.indexOf(a.domain) - order.indexOf(b.domain)),
    changes: changes.flatMap(({ iteration, ...change }) => (iteration === null ? [] : [{ ...change, iteration }])),
    pendingChanges: changes.flatMap(({ iteration, ...change }) => (iteration === null ? [change] : [])),
  };
}
