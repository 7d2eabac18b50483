import { type CreateWebhookBody, type Delivery, LIMITS, StudioError, type Webhook } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { Prisma, WebhookDelivery } from '../generated/client.ts';
import { newToken } from '../token.ts';

/** Deliveries shown of each. */
const SHOWN = 20;
const PARTS = { deliveries: { orderBy: { id: 'desc' }, take: SHOWN } } as const satisfies Prisma.WebhookInclude;

/** All webhooks with their last deliveries, oldest first. */
export async function listWebhooks(db: Db): Promise<Webhook[]> {
  return (await db.prisma.webhook.findMany({ orderBy: { id: 'asc' }, include: PARTS })).map(webhookItem);
}

/** @throws StudioError `conflict` when there are too many */
export async function createWebhook(
  db: Db,
  { url, kinds }: CreateWebhookBody,
): Promise<{ webhook: Webhook; secret: string }> {
  if ((await db.prisma.webhook.count()) >= LIMITS.webhooks)
    throw new StudioError('conflict', `There can be ${LIMITS.webhooks} webhooks. Delete one first.`, {
      limit: String(LIMITS.webhooks),
    });
  const secret = newToken();
  const webhook = await db.prisma.webhook.create({ data: { url, kinds, secret }, include: PARTS });
  return { webhook: webhookItem(webhook), secret };
}

/** Deletes a webhook and what waits for it. @throws StudioError `not_found` */
export async function deleteWebhook(db: Db, id: string): Promise<void> {
  const { count } = await db.prisma.webhook.deleteMany({ where: { id } });
  if (count === 0) throw noSuchWebhook();
}

/** Queues a test message. @throws StudioError `not_found` */
export function testWebhook(db: Db, id: string): Promise<Delivery> {
  return inTransaction(db, async (tx) => {
    if ((await tx.webhook.count({ where: { id } })) === 0) throw noSuchWebhook();
    const delivery = await tx.webhookDelivery.create({ data: { webhookId: id } });
    await notify(tx, { kind: 'deliveries' });
    return deliveryItem(delivery);
  });
}

/** Sends a delivery that failed again, with all its attempts. @throws StudioError `not_found`, `conflict` */
export function retryDelivery(db: Db, id: string): Promise<Delivery> {
  return inTransaction(db, async (tx) => {
    const [delivery] = await tx.webhookDelivery.updateManyAndReturn({
      where: { id, state: 'failed' },
      data: { state: 'waiting', attempts: 0, nextAt: new Date(), endedAt: null },
    });
    if (delivery) {
      await notify(tx, { kind: 'deliveries' });
      return deliveryItem(delivery);
    }
    const known = await tx.webhookDelivery.findUnique({ where: { id }, select: { state: true } });
    if (!known) throw new StudioError('not_found', 'There is no such delivery.');
    throw new StudioError('conflict', `The delivery is ${known.state}; only one that failed can be sent again.`);
  });
}

const noSuchWebhook = () => new StudioError('not_found', 'There is no such webhook.');

const webhookItem = ({
  id,
  url,
  kinds,
  createdAt,
  deliveries,
}: Prisma.WebhookGetPayload<{ include: typeof PARTS }>): Webhook => ({
  id,
  url,
  kinds,
  createdAt: createdAt.toISOString(),
  deliveries: deliveries.map(deliveryItem),
});

const deliveryItem = (row: WebhookDelivery): Delivery => ({
  id: row.id,
  kind: row.kind ?? 'test',
  state: row.state,
  attempts: row.attempts,
  nextAt: row.state === 'waiting' ? row.nextAt.toISOString() : null,
  lastStatus: row.lastStatus,
  lastError: row.lastError,
  createdAt: row.createdAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});
