import type { Tx } from '../db.ts';
import type { Run } from '../generated/client.ts';
import { noSuchRun } from './missing.ts';

/**
 * Holds the run's row until the transaction ends, so that its log numbers stay in order. Whoever locks several rows
 * takes them in the order trainer, run, attempt.
 * @throws StudioError `not_found`
 */
export async function lockRun(tx: Tx, id: string): Promise<Run> {
  await tx.$executeRaw`SELECT FROM runs WHERE id = ${id}::uuid FOR UPDATE`;
  const run = await tx.run.findUnique({ where: { id } });
  if (!run) throw noSuchRun();
  return run;
}
