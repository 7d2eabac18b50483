import { type AskedChange, ConfigChanges, configAt, type RunChange, RunConfig } from '@combogan/contracts';
import type { Db, Tx } from '../db.ts';
import type { Run } from '../generated/client.ts';
import { writeEntries } from '../log/entry.ts';

type Taken = Pick<RunChange, 'number' | 'iteration' | 'changes'>;

/** Every change of the run in the order in which people asked: those it has taken, and those it has not. */
export async function changesOf(tx: Tx, runId: string): Promise<{ taken: Taken[]; pending: AskedChange[] }> {
  const rows = await tx.runChange.findMany({ where: { runId }, orderBy: { number: 'asc' } });
  const taken: Taken[] = [];
  const pending: AskedChange[] = [];
  for (const { number, iteration, changes } of rows) {
    const change = { number, changes: ConfigChanges.parse(changes) };
    if (iteration === null) pending.push(change);
    else taken.push({ ...change, iteration });
  }
  return { taken, pending };
}

/** The run's config with every change it was asked for, taken or not. */
export async function latestConfig(tx: Tx, { id, config }: Pick<Run, 'id' | 'config'>): Promise<RunConfig> {
  const { taken, pending } = await changesOf(tx, id);
  const asked = pending.map((change) => ({ ...change, iteration: Number.MAX_SAFE_INTEGER }));
  return configAt(RunConfig.parse(config), [...taken, ...asked], Number.MAX_SAFE_INTEGER);
}

/** Writes a change and its log entry. The caller holds the run's row. */
export async function addChange(
  tx: Tx,
  run: Pick<Run, 'id'>,
  { changes, by, iteration }: { changes: ConfigChanges; by: string; iteration?: number },
): Promise<void> {
  const number = (await tx.runChange.count({ where: { runId: run.id } })) + 1;
  await tx.runChange.create({ data: { runId: run.id, number, changes, by, iteration } });
  const { seq } = await tx.run.update({
    where: { id: run.id },
    data: { seq: { increment: 1 }, changedAt: new Date() },
    select: { seq: true },
  });
  await writeEntries(tx, run.id, seq, [{ kind: 'change', number, changes, by, iteration }]);
}

/** What the run was asked for and has not taken. */
export const pendingChanges = async (db: Db, runId: string): Promise<AskedChange[]> =>
  (await changesOf(db.prisma, runId)).pending;
