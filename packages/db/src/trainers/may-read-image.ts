import type { Db } from '../db.ts';

/** Whether the image belongs to a run that the trainer holds now. */
export async function trainerMayReadImage(db: Db, trainerId: string, sha256: string): Promise<boolean> {
  const held = await db.prisma.run.findFirst({
    where: { holderId: trainerId, domains: { some: { version: { images: { some: { sha256 } } } } } },
    select: { id: true },
  });
  return held !== null;
}
