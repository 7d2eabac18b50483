import { open } from 'node:fs/promises';
import { type ArtifactKind, type ArtifactStored, LIMITS, parseInput, Sha256, StudioError } from '@combogan/contracts';
import { checkAttempt } from '@combogan/db';
import { z } from 'zod';
import { fileType } from './file-type.ts';
import type { Services } from './services.ts';
import { artifactPath, receiveFile } from './storage.ts';
import { bodyOf, refuseDeclaredSize } from './upload.ts';

const Headed = z.object({ 'x-attempt-token': z.string().min(1), 'x-content-sha256': Sha256 });

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const KINDS: Record<ArtifactKind, { bytes: number; says: string; type: 'PNG' | 'ZIP' | null }> = {
  // 64 domains with 4 probes each at 512 pixels would be larger, but browsers could not show it either
  sample: { bytes: 256 * MIB, says: '256 MiB', type: 'PNG' },
  weights: { bytes: LIMITS.artifactBytes, says: `${LIMITS.artifactBytes / GIB} GiB`, type: 'ZIP' },
  // only trainers read it, and they check it whole
  checkpoint: { bytes: LIMITS.artifactBytes, says: `${LIMITS.artifactBytes / GIB} GiB`, type: null },
};

/**
 * Stores what a trainer made of a run it holds. The bytes must match the hash that the trainer announced and begin like
 * the kind's file type; the attempt is checked again when they have arrived, for a lease may end meanwhile (R4).
 * Throws a StudioError; then nothing is stored.
 */
export async function receiveArtifact(
  { db, env }: Services,
  of: { trainerId: string; runId: string; kind: ArtifactKind },
  request: Request,
): Promise<z.infer<typeof ArtifactStored>> {
  const headed = parseInput(Headed, Object.fromEntries(request.headers));
  const kind = KINDS[of.kind];
  const attempt = headed['x-attempt-token'];
  await checkAttempt(db, of.trainerId, of.runId, attempt);
  refuseDeclaredSize(request, kind);
  const incoming = await receiveFile(env.storageDir, bodyOf(request), kind);
  try {
    if (incoming.sha256 !== headed['x-content-sha256'])
      throw new StudioError('invalid', 'The content does not match x-content-sha256; send it again.', {
        field: 'x-content-sha256',
      });
    if (kind.type && (await typeOf(incoming.path)) !== kind.type)
      throw new StudioError('unsupported', `A ${of.kind} must be a ${kind.type} file.`);
    await checkAttempt(db, of.trainerId, of.runId, attempt);
    await incoming.keepAs(artifactPath(env.storageDir, of.kind, incoming.sha256));
  } catch (error) {
    await incoming.discard();
    throw error;
  }
  return { sha256: incoming.sha256, bytes: incoming.bytes };
}

async function typeOf(path: string) {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(16), 0, 16, 0);
    return fileType(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
