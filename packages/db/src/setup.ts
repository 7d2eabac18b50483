import { StudioError } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from './db.ts';
import { hashToken, newToken } from './token.ts';

const KEY = 'setup-token';

/** True until there is an owner (A1). */
export async function setupNeeded(db: Db): Promise<boolean> {
  return !(await hasOwner(db.prisma));
}

/** Makes the one-time token that lets its bearer create the owner; an earlier one ends. Null when there is an owner. */
export async function issueSetupToken(db: Db): Promise<string | null> {
  if (!(await setupNeeded(db))) return null;
  const token = newToken();
  const value = { hash: hashToken(token) };
  await db.prisma.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } });
  return token;
}

/** @throws StudioError `conflict` when there is an owner, `forbidden` when the token is not the last one issued */
export async function checkSetupToken(db: Db, token: string): Promise<void> {
  if (!(await setupNeeded(db))) throw alreadySetUp();
  const known = await db.prisma.setting.findFirst({
    where: { key: KEY, value: { path: ['hash'], equals: hashToken(token) } },
  });
  if (!known)
    throw new StudioError('forbidden', 'This set-up link is not valid any more. Use the one of the last start.', {
      field: 'token',
    });
}

/**
 * Makes the user the owner and ends the token. Of two users who come at once, one becomes the owner.
 * @throws StudioError `conflict` for the other
 */
export async function completeSetup(db: Db, userId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    // the token's row goes once: whoever comes second waits for it here and then finds it gone
    const { count } = await tx.setting.deleteMany({ where: { key: KEY } });
    if (count === 0 || (await hasOwner(tx))) throw alreadySetUp();
    await tx.user.update({ where: { id: userId }, data: { role: 'owner' } });
  });
}

const hasOwner = async (tx: Tx): Promise<boolean> =>
  (await tx.user.count({ where: { role: 'owner', removedAt: null } })) > 0;

const alreadySetUp = () => new StudioError('conflict', 'The owner account exists already. Sign in.');
