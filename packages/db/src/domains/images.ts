import type { Db } from '../db.ts';
import { noSuchImage } from './missing.ts';

/** @throws StudioError `not_found` */
export async function findImage(db: Db, id: string): Promise<{ sha256: string; domainId: string }> {
  const image = await db.prisma.image.findUnique({ where: { id }, select: { sha256: true, domainId: true } });
  if (!image) throw noSuchImage();
  return image;
}

/**
 * Takes an image out of its domain. Versions that hold it keep it, so its file must stay.
 * @throws StudioError `not_found`
 */
export async function deleteImage(db: Db, id: string): Promise<void> {
  const { count } = await db.prisma.image.deleteMany({ where: { id } });
  if (count === 0) throw noSuchImage();
}
