import type { Tx } from '../db.ts';
import { noSuchSweep } from './get.ts';

/** Holds the sweep until the transaction ends, so that two people do not cancel or launch its runs at once. */
export async function lockSweep(tx: Tx, id: string): Promise<void> {
  const found = await tx.$executeRaw`SELECT FROM sweeps WHERE id = ${id}::uuid FOR UPDATE`;
  if (found === 0) throw noSuchSweep();
}
