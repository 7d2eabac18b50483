import { type RunAssignment, StudioError } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { checkAttempt } from './hold.ts';
import { lastCheckpoint } from './last-checkpoint.ts';

/**
 * The checkpoint that this attempt begins at, for its trainer to fetch (R8).
 * @throws StudioError `conflict` when the attempt has lost its lease; `not_found` when there is none
 */
export async function heldCheckpoint(
  db: Db,
  trainerId: string,
  runId: string,
  attemptToken: string,
): Promise<NonNullable<RunAssignment['checkpoint']>> {
  await checkAttempt(db, trainerId, runId, attemptToken);
  const checkpoint = await lastCheckpoint(db.prisma, runId);
  if (!checkpoint) throw new StudioError('not_found', 'This run has no checkpoint.');
  return checkpoint;
}
