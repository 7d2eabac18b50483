import type { Notice, NotificationKind } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';

export type Told = Notice;

/** Notifies those of `userIds` that are in the team and want this kind, once each, in the transaction of the cause. */
export async function tellPeople(tx: Tx, kind: NotificationKind, userIds: string[], notice: Told): Promise<void> {
  if (userIds.length === 0) return;
  const users = await tx.user.findMany({
    where: { id: { in: userIds }, removedAt: null, NOT: { muted: { has: kind } } },
    select: { id: true },
  });
  await tx.notification.createMany({
    data: users.map(({ id }) => ({
      userId: id,
      kind,
      runId: notice.run.id,
      commentId: notice.commentId,
      notice,
    })),
  });
  for (const { id } of users) await notify(tx, { kind: 'notifications', userId: id });
}

/** Queues a message to every webhook that wants this kind, in the transaction of the cause. */
export async function tellWebhooks(tx: Tx, kind: NotificationKind, notice: Told): Promise<void> {
  const webhooks = await tx.webhook.findMany({ where: { kinds: { has: kind } }, select: { id: true } });
  if (webhooks.length === 0) return;
  await tx.webhookDelivery.createMany({ data: webhooks.map(({ id }) => ({ webhookId: id, kind, notice })) });
  await notify(tx, { kind: 'deliveries' });
}
