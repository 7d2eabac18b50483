import { type SessionItem, StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';

/** The sessions of a person that have not ended, the latest used first. */
export async function listSessions(db: Db, userId: string, currentId: string | null): Promise<SessionItem[]> {
  const sessions = await db.prisma.session.findMany({
    where: { userId, expiresAt: { gt: new Date() } },
    orderBy: { updatedAt: 'desc' },
  });
  return sessions.map(({ id, createdAt, updatedAt, ipAddress, userAgent }) => ({
    id,
    createdAt: createdAt.toISOString(),
    seenAt: updatedAt.toISOString(),
    address: ipAddress || null,
    agent: userAgent || null,
    current: id === currentId,
  }));
}

/** Ends one session of a person. @throws StudioError `not_found` when it is not theirs or has ended */
export async function endSession(db: Db, userId: string, id: string): Promise<void> {
  if ((await endSessions(db, { userId, id })) === 0)
    throw new StudioError('not_found', 'There is no such session of yours. It may have ended already.');
}

/** Ends all sessions of a person but one. */
export async function endOtherSessions(db: Db, userId: string, currentId: string | null): Promise<void> {
  await endSessions(db, { userId, ...(currentId !== null && { id: { not: currentId } }) });
}

/** Open sockets of the sessions hear of it (A2). */
function endSessions(db: Db, where: { userId: string; id?: string | { not: string } }): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { count } = await tx.session.deleteMany({ where });
    await notify(tx, { kind: 'person', userId: where.userId });
    return count;
  });
}

/** Tells every process that a session of this person ended by other means, as by signing out. */
export const sessionEnded = (db: Db, userId: string): Promise<void> => notify(db.prisma, { kind: 'person', userId });
