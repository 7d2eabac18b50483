import type { RunAssignment } from '@combogan/contracts';
import type { Db, Tx } from '../db.ts';
import type { Run } from '../generated/client.ts';

/** The checkpoint that the run's next attempt begins at, or null. */
export async function lastCheckpoint(tx: Tx, runId: string): Promise<RunAssignment['checkpoint']> {
  const last = await tx.checkpoint.findFirst({
    where: { runId },
    orderBy: { iteration: 'desc' },
    select: { iteration: true, sha256: true, bytes: true },
  });
  return last && { ...last, bytes: Number(last.bytes) };
}

/** Where the run's next attempt begins; undefined before the first. */
export const resumesFrom = async (tx: Tx, { id, attempt }: Pick<Run, 'id' | 'attempt'>): Promise<number | undefined> =>
  attempt === 0 ? undefined : ((await lastCheckpoint(tx, id))?.iteration ?? 0);

/**
 * Forgets every checkpoint but the last, each once its file is removed. A file that is gone while its row stays does no
 * harm: only the last is ever read.
 */
export async function trimCheckpoints(
  { prisma }: Db,
  runId: string,
  removeFile: (sha256: string) => Promise<void>,
): Promise<void> {
  const last = await lastCheckpoint(prisma, runId);
  if (!last) return;
  const older = { runId, iteration: { lt: last.iteration } };
  for (const { sha256 } of await prisma.checkpoint.findMany({ where: older })) await removeFile(sha256);
  await prisma.checkpoint.deleteMany({ where: older });
}
