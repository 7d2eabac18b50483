import { type ImageRole, LIMITS, StudioError, type UploadResult } from '@combogan/contracts';
import { addImage } from '@combogan/db';
import { ingestImage } from './ingest.ts';
import type { Services } from './services.ts';
import { receiveFile } from './storage.ts';

const LIMIT = { bytes: LIMITS.imageBytes, says: `${LIMITS.imageBytes / 1024 / 1024} MiB` };

/**
 * Takes one image file, the body of `request`, into a domain. It is streamed to disk, so its size costs no memory.
 * Throws a StudioError that says why the file is refused; then neither domain nor storage has changed.
 */
export async function uploadImage(
  { db, env, ingestGate }: Services,
  domainId: string,
  file: { name: string; role: ImageRole },
  request: Request,
): Promise<UploadResult> {
  refuseDeclaredSize(request, LIMIT);
  if (!(await db.prisma.domain.findUnique({ where: { id: domainId }, select: { id: true } })))
    throw new StudioError('not_found', 'There is no such domain.');
  const incoming = await receiveFile(env.storageDir, bodyOf(request), LIMIT);
  try {
    const image = await ingestGate(() => ingestImage(env.storageDir, incoming.path));
    return await addImage(db, domainId, { ...image, ...file });
  } finally {
    await incoming.discard();
  }
}

/** Spares both sides the transfer when the caller says beforehand that it is too much. */
export function refuseDeclaredSize(request: Request, limit: { bytes: number; says: string }): void {
  if (Number(request.headers.get('content-length') ?? 0) > limit.bytes)
    throw new StudioError('too_large', `The file is larger than ${limit.says}.`, { limit: limit.says });
}

/** The body's chunks. A request without one is an empty file. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body) yield* request.body;
}
