import type { Db } from '../db.ts';
import { hashToken } from '../token.ts';

/** Makes the trainer that this token belongs to, or finds it. Only the token's hash is stored (A3). */
export async function registerTrainer(db: Db, { name, token }: { name: string; token: string }): Promise<string> {
  const tokenHash = hashToken(token);
  const { id } = await db.prisma.trainer.upsert({
    where: { tokenHash },
    create: { name, tokenHash },
    update: { name },
    select: { id: true },
  });
  return id;
}
