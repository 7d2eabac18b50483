import { RunConfig, StudioError, SweepAxis, type SweepDetail, type SweepSummary } from '@combogan/contracts';
import { type Db, inSnapshot, type Tx } from '../db.ts';
import type { Sweep } from '../generated/client.ts';
import { queuePlaces } from '../runs/queue.ts';
import { PARTS, toSummary } from '../runs/summary.ts';

const WHO = { launchedBy: { select: { name: true } } } as const;
type Row = Sweep & { launchedBy: { name: string } | null };

export const noSuchSweep = () => new StudioError('not_found', 'There is no such sweep.');

/** All sweeps, newest first. */
export const listSweeps = (db: Db): Promise<SweepSummary[]> =>
  inSnapshot(db, async (tx) => {
    const rows = await tx.sweep.findMany({ orderBy: { createdAt: 'desc' }, include: WHO });
    const states = await statesOf(tx);
    return rows.map((row) => toSweep(row, states.get(row.id)));
  });

/** One sweep with all its runs in the order of their points. @throws StudioError `not_found` */
export const sweepDetail = (db: Db, id: string): Promise<SweepDetail> =>
  inSnapshot(db, async (tx) => {
    const summary = await sweepSummary(tx, id);
    const runs = await tx.run.findMany({ where: { sweepId: id }, orderBy: { sweepPoint: 'asc' }, include: PARTS });
    const places = await queuePlaces(tx);
    return {
      ...summary,
      runs: runs.map((run) => ({ ...toSummary(run, places), config: RunConfig.parse(run.config) })),
    };
  });

/** @throws StudioError `not_found` */
export async function sweepSummary(tx: Tx, id: string): Promise<SweepSummary> {
  const row = await tx.sweep.findUnique({ where: { id }, include: WHO });
  if (!row) throw noSuchSweep();
  return toSweep(row, (await statesOf(tx, id)).get(id));
}

/** How many runs of each sweep are in which state. */
async function statesOf(tx: Tx, sweepId?: string): Promise<Map<string, SweepSummary['states']>> {
  const counts = await tx.run.groupBy({
    by: ['sweepId', 'state'],
    where: { sweepId: sweepId ?? { not: null } },
    _count: { _all: true },
  });
  const states = new Map<string, SweepSummary['states']>();
  for (const { sweepId: id, state, _count } of counts)
    if (id !== null) states.set(id, { ...states.get(id), [state]: _count._all });
  return states;
}

const toSweep = (
  { id, name, axes, launchedBy, createdAt }: Row,
  states: SweepSummary['states'] = {},
): SweepSummary => ({
  id,
  name,
  launchedBy: launchedBy?.name ?? null,
  createdAt: createdAt.toISOString(),
  axes: axes === null ? null : SweepAxis.array().parse(axes),
  states,
});
