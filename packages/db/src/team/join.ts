import { randomUUID } from 'node:crypto';
import { type Person, StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { isRefused } from '../prisma-error.ts';
import { spendInvite } from './invites.ts';

export interface NewMember {
  name: string;
  email: string;
  passwordHash: string;
}

/**
 * Makes an account of an invite, which is used up (A1). Someone who was removed comes back to what was theirs.
 * @throws StudioError `forbidden` when the link does not work; `conflict` when the address has an account
 */
export async function joinTeam(db: Db, token: string, { name, email, passwordHash }: NewMember): Promise<Person> {
  try {
    return await inTransaction(db, async (tx) => {
      const role = await spendInvite(tx, token);
      const former = await tx.user.findFirst({ where: { email, removedAt: { not: null } }, select: { id: true } });
      const id = former?.id ?? randomUUID();
      const accounts = { create: { accountId: id, providerId: 'credential', password: passwordHash } };
      if (former) await tx.user.update({ where: { id }, data: { name, role, removedAt: null, accounts } });
      else await tx.user.create({ data: { id, name, email, role, accounts } });
      return { id, name, email, role };
    });
  } catch (error) {
    if (!isRefused(error, 'unique')) throw error;
    throw new StudioError('conflict', 'There is an account with this email address already. Sign in instead.', {
      field: 'email',
    });
  }
}
