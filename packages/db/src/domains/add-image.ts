import { type ImageRole, LIMITS, StudioError, type UploadResult } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { isRefused } from '../prisma-error.ts';
import { imageItem } from './image-item.ts';
import { noSuchDomain } from './missing.ts';

export interface NewImage {
  sha256: string;
  name: string;
  role: ImageRole;
  /** Pixels. */
  width: number;
  height: number;
  bytes: number;
}

/**
 * Adds a stored image to a domain. One with the same content is there already: then that is returned, as it is.
 * @throws StudioError `not_found`; `too_large` when the domain is full
 */
export async function addImage(db: Db, domainId: string, image: NewImage): Promise<UploadResult> {
  if ((await db.prisma.image.count({ where: { domainId } })) >= LIMITS.domainImages)
    throw new StudioError('too_large', `The domain is full: it can hold ${LIMITS.domainImages} images.`, {
      limit: `${LIMITS.domainImages} images`,
    });
  const { sha256, name, role, width, height, bytes } = image;
  try {
    const [added] = await db.prisma.image.createManyAndReturn({
      data: [{ domainId, sha256, name, role, width, height, bytes }],
      skipDuplicates: true,
    });
    if (added) return { image: imageItem(added), duplicate: false };
  } catch (error) {
    if (isRefused(error, 'foreignKey')) throw noSuchDomain();
    throw error;
  }
  const known = await db.prisma.image.findUnique({ where: { domainId_sha256: { domainId, sha256 } } });
  // it was deleted between the two statements: now it is new
  return known ? { image: imageItem(known), duplicate: true } : addImage(db, domainId, image);
}
