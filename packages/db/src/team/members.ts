import { type Member, type Role, StudioError } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';

/** Everyone of the team, by name. */
export async function listMembers(db: Db): Promise<Member[]> {
  const users = await db.prisma.user.findMany({
    where: { removedAt: null },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return users.map(({ id, name, email, role, createdAt }) => ({
    id,
    name,
    email,
    role,
    joinedAt: createdAt.toISOString(),
  }));
}

/** @throws StudioError `not_found`; `conflict` when nobody would be an owner any more */
export function setRole(db: Db, id: string, role: Role): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockMember(tx, id);
    await tx.user.update({ where: { id }, data: { role } });
    await requireOwner(tx);
    await notify(tx, { kind: 'person', userId: id });
  });
}

/**
 * Takes away a person's way in: password, sessions, tokens, invites they made. What they did keeps their name.
 * @throws StudioError `not_found`; `conflict` when nobody would be an owner any more
 */
export function removeMember(db: Db, id: string): Promise<void> {
  return inTransaction(db, async (tx) => {
    await lockMember(tx, id);
    await tx.user.update({ where: { id }, data: { removedAt: new Date(), role: 'viewer' } });
    await tx.account.deleteMany({ where: { userId: id } });
    await tx.session.deleteMany({ where: { userId: id } });
    await tx.apiToken.deleteMany({ where: { userId: id } });
    await tx.invite.deleteMany({ where: { createdById: id } });
    await requireOwner(tx);
    await notify(tx, { kind: 'person', userId: id });
  });
}

/** Changes to the team take turns, so that two owners cannot remove one another at once. */
async function lockMember(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT FROM users WHERE role = 'owner' OR id = ${id} ORDER BY id FOR UPDATE`;
  const member = await tx.user.findFirst({ where: { id, removedAt: null }, select: { id: true } });
  if (!member) throw new StudioError('not_found', 'There is no such person in the team.');
}

async function requireOwner(tx: Tx): Promise<void> {
  if ((await tx.user.count({ where: { role: 'owner', removedAt: null } })) > 0) return;
  throw new StudioError('conflict', 'The team needs an owner. Make someone else an owner first.', { field: 'role' });
}
