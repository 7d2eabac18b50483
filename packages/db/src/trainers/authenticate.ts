import { StudioError } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { hashToken } from '../token.ts';

/** @throws StudioError `unauthenticated` */
export async function authenticateTrainer(db: Db, token: string): Promise<{ id: string; name: string }> {
  const trainer = await db.prisma.trainer.findUnique({
    where: { tokenHash: hashToken(token) },
    select: { id: true, name: true },
  });
  if (!trainer)
    throw new StudioError('unauthenticated', 'This trainer token is not known here. Make a new one in the studio.');
  return trainer;
}
