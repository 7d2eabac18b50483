import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAssignment } from '@combogan/contracts';
import { MANIFEST_FILE, STATE_FILE } from '../checkpoint/save.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { unzip } from '../export/unzip.ts';
import { CHECKPOINT_FOLDER } from '../training/job.ts';
import { Refused } from './refusal.ts';
import { withRetry } from './retry.ts';
import type { Attempt, StudioHttp } from './studio-http.ts';

/** Tries before the run is given up. */
const TRIES = 8;

/**
 * Puts the checkpoint that an attempt begins at into the job's folder, checked by hash (R8). A broken download goes on
 * where it stopped. Throws a `data` error when it can't be had, Refused when the attempt is lost.
 */
export async function downloadCheckpoint(
  http: StudioHttp,
  attempt: Attempt,
  checkpoint: NonNullable<RunAssignment['checkpoint']>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const zip = join(folder, 'checkpoint.zip');
  const unpacked = join(folder, CHECKPOINT_FOLDER);
  await mkdir(unpacked, { recursive: true });
  try {
    await withRetry(async (tries) => {
      try {
        await http.fetchCheckpoint(attempt, checkpoint.sha256, zip, signal);
        await unzip(zip, unpacked, [STATE_FILE, MANIFEST_FILE]);
      } catch (error) {
        if (tries + 1 < TRIES) throw error;
        throw new TrainerError('data', messageOf(error));
      }
    }, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refused && error.code === 'conflict') throw error;
    throw new TrainerError(
      'data',
      `the checkpoint of iteration ${checkpoint.iteration} could not be downloaded: ${messageOf(error)}`,
    );
  } finally {
    await rm(zip, { force: true });
  }
}
