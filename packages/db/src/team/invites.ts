import { type CreateInviteBody, type Invite, InviteRole, StudioError } from '@combogan/contracts';
import type { Db, Tx } from '../db.ts';
import type { Prisma } from '../generated/client.ts';
import { hashToken, newToken } from '../token.ts';

const DAY = 24 * 60 * 60 * 1000;
const PARTS = { createdBy: { select: { name: true } } } as const satisfies Prisma.InviteInclude;

/** Makes a link's token, which lets its bearer make one account of that role. Only its hash is kept. */
export async function createInvite(
  db: Db,
  { role, days }: CreateInviteBody,
  createdById: string,
): Promise<{ invite: Invite; token: string }> {
  const token = newToken();
  const invite = await db.prisma.invite.create({
    data: { tokenHash: hashToken(token), role, createdById, expiresAt: new Date(Date.now() + days * DAY) },
    include: PARTS,
  });
  return { invite: inviteItem(invite), token };
}

/** The invites that can still be used, newest first. */
export async function listInvites(db: Db): Promise<Invite[]> {
  const invites = await db.prisma.invite.findMany({ where: usable(), orderBy: { createdAt: 'desc' }, include: PARTS });
  return invites.map(inviteItem);
}

/** @throws StudioError `not_found` when it was used or revoked before */
export async function revokeInvite(db: Db, id: string): Promise<void> {
  const { count } = await db.prisma.invite.deleteMany({ where: { id } });
  if (count === 0) throw new StudioError('not_found', 'There is no such invite. It was used or revoked already.');
}

/** What the bearer of a link is invited to. @throws StudioError `forbidden` when the link does not work */
export async function findInvite(db: Db, token: string): Promise<Invite> {
  const invite = await db.prisma.invite.findFirst({
    where: { tokenHash: hashToken(token), ...usable() },
    include: PARTS,
  });
  if (!invite) throw deadLink();
  return inviteItem(invite);
}

/**
 * Uses an invite up and returns its role. Of two who come at once the second waits here and then finds it gone.
 * @throws StudioError `forbidden` when the link does not work
 */
export async function spendInvite(tx: Tx, token: string): Promise<Invite['role']> {
  const where = { tokenHash: hashToken(token), ...usable() };
  const invite = await tx.invite.findFirst({ where });
  const { count } = await tx.invite.deleteMany({ where });
  if (!invite || count === 0) throw deadLink();
  return InviteRole.parse(invite.role);
}

const usable = () => ({ expiresAt: { gt: new Date() } });

const deadLink = () =>
  new StudioError('forbidden', 'This invite link does not work any more. Ask for a new one.', { field: 'token' });

const inviteItem = (invite: Prisma.InviteGetPayload<{ include: typeof PARTS }>): Invite => ({
  id: invite.id,
  role: InviteRole.parse(invite.role),
  createdBy: invite.createdBy.name,
  createdAt: invite.createdAt.toISOString(),
  expiresAt: invite.expiresAt.toISOString(),
});
