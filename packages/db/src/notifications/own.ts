import { Notice, type Notification, type NotificationList, type Preferences } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { Prisma, Notification as Row } from '../generated/client.ts';

const PAGE = 50;

/** A person's notifications, newest first; those of deleted comments are out of sight as well. */
export async function listNotifications(db: Db, userId: string, before?: string): Promise<NotificationList> {
  const rows = await db.prisma.notification.findMany({
    where: { ...visibleTo(userId), ...(before && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: PAGE + 1,
  });
  const page = rows.slice(0, PAGE);
  return {
    unread: await db.prisma.notification.count({ where: { ...visibleTo(userId), readAt: null } }),
    notifications: page.map(notificationItem),
    nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Marks a person's notifications as read: these, or all. Whose they are not, or what is read, stays as it is. */
export function readNotifications(db: Db, userId: string, ids?: string[]): Promise<void> {
  return inTransaction(db, async (tx) => {
    const { count } = await tx.notification.updateMany({
      where: { userId, readAt: null, ...(ids && { id: { in: ids } }) },
      data: { readAt: new Date() },
    });
    if (count > 0) await notify(tx, { kind: 'notifications', userId });
  });
}

export async function getPreferences(db: Db, userId: string): Promise<Preferences> {
  const { muted } = await db.prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { muted: true } });
  return { muted };
}

export async function setPreferences(db: Db, userId: string, { muted }: Preferences): Promise<Preferences> {
  return db.prisma.user.update({ where: { id: userId }, data: { muted }, select: { muted: true } });
}

const visibleTo = (userId: string): Prisma.NotificationWhereInput => ({
  userId,
  OR: [{ commentId: null }, { comment: { deletedAt: null } }],
});

const notificationItem = ({ id, kind, notice, createdAt, readAt }: Row): Notification => ({
  id,
  kind,
  notice: Notice.parse(notice),
  at: createdAt.toISOString(),
  read: readAt !== null,
});
