import { createHash } from 'node:crypto';
import { type ImageRole, LIMITS, StudioError } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { Prisma } from '../generated/client.ts';

export interface FrozenDomain {
  versionId: string;
  key: string;
  name: string;
  /** SHA-256 of the images for the sample matrix, in row order. */
  probes: string[];
}

interface Member {
  sha256: string;
  role: ImageRole;
  bytes: number;
}

/** The content hash of a version: SHA-256 over its sorted "role sha256" lines. */
function versionHash(images: readonly Pick<Member, 'role' | 'sha256'>[]): string {
  const lines = images.map(({ role, sha256 }) => `${role} ${sha256}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/**
 * Records what the domain holds now, for a run to point at; unchanged content gives the version that exists.
 * The probes are the `chosen` images, by id; else its held-out images, else its first training images.
 * @throws StudioError `invalid` when it is gone or has nothing to train on, or when a chosen image is not its own
 */
export async function freezeDomain(tx: Tx, domainId: string, chosen?: readonly string[]): Promise<FrozenDomain> {
  const [domain] = await tx.$queryRaw<{ key: string; name: string }[]>`
    SELECT key, name FROM domains WHERE id = ${domainId}::uuid FOR SHARE`;
  if (!domain) throw invalid('One of the chosen domains does not exist any more.');
  const images = await tx.image.findMany({
    where: { domainId },
    orderBy: { id: 'asc' },
    select: { id: true, sha256: true, role: true, bytes: true },
  });
  const train = images.filter(({ role }) => role === 'train');
  const heldOut = images.filter(({ role }) => role === 'probe');
  if (train.length === 0) throw invalid(`"${domain.name}" has no training images. Add some first.`);
  const versionId = await versionOf(tx, domainId, images, train.length, heldOut.length);
  const shown = chosen
    ? chosen.map((id) => images.find((image) => image.id === id) ?? notItsImage(domain.name, domainId))
    : (heldOut.length > 0 ? heldOut : train).slice(0, LIMITS.probesPerDomain);
  const probes = shown.map(({ sha256 }) => sha256);
  return { ...domain, versionId, probes };
}

async function versionOf(
  tx: Tx,
  domainId: string,
  images: Member[],
  trainCount: number,
  probeCount: number,
): Promise<string> {
  const hash = versionHash(images);
  const [made] = await tx.domainVersion.createManyAndReturn({
    data: [{ domainId, hash, trainCount, probeCount }],
    skipDuplicates: true,
    select: { id: true },
  });
  if (!made) {
    const known = await tx.domainVersion.findUniqueOrThrow({ where: { domainId_hash: { domainId, hash } } });
    return known.id;
  }
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO version_images (version_id, sha256, role, bytes)
    SELECT ${made.id}::uuid, sha256, role::image_role, bytes
      FROM unnest(${images.map(({ sha256 }) => sha256)}::text[], ${images.map(({ role }) => role)}::text[],
                  ${images.map(({ bytes }) => bytes)}::int[]) AS image (sha256, role, bytes)`);
  return made.id;
}

const invalid = (message: string) => new StudioError('invalid', message, { field: 'domainIds' });

const notItsImage = (name: string, domainId: string): never => {
  const message = `A chosen probe image is not in "${name}" any more. Choose again.`;
  throw new StudioError('invalid', message, { field: `probes.${domainId}` });
};
