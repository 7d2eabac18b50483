import { Notice, type NotificationKind, WEBHOOK_ATTEMPTS, WEBHOOK_RETRIES } from '@combogan/contracts';
import type { Db } from '../db.ts';

/** A process that took a delivery and is silent for so long is gone: another may take it. */
const LEASE_SECONDS = 30;
/** Ended deliveries are kept so long. */
const KEEP_DAYS = 30;

/** A message that this process is to send now. */
export interface DueDelivery {
  id: string;
  kind: NotificationKind | 'test';
  notice: Notice | null;
  at: Date;
  url: string;
  secret: string;
  /** Counts this one. */
  attempts: number;
}

export type DeliveryResult = { status: number } | { error: string };

interface Row extends Omit<DueDelivery, 'kind' | 'notice'> {
  kind: NotificationKind | null;
  notice: unknown;
}

/**
 * Takes up to `limit` deliveries that are due. No other process gets them before this one settles them or is silent for
 * too long; then they are sent again, so a message may arrive twice, but not never.
 */
export async function claimDeliveries(db: Db, limit: number): Promise<DueDelivery[]> {
  const rows = await db.prisma.$queryRaw<Row[]>`
    UPDATE webhook_deliveries d
       SET attempts = d.attempts + 1, next_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      FROM webhooks w
     WHERE w.id = d.webhook_id AND d.id IN (
           SELECT id FROM webhook_deliveries
            WHERE state = 'waiting' AND next_at <= clock_timestamp()
            ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING d.id, d.kind::text, d.notice, d.created_at AS at, d.attempts, w.url, w.secret`;
  return rows.map((row) => ({
    ...row,
    kind: row.kind ?? 'test',
    notice: row.notice === null ? null : Notice.parse(row.notice),
  }));
}

/** Notes how an attempt went: delivered on 2xx, else tried again later, or failed for good after the last attempt. */
export async function settleDelivery(db: Db, { id, attempts }: DueDelivery, result: DeliveryResult): Promise<void> {
  const status = 'status' in result ? result.status : null;
  const arrived = status !== null && status >= 200 && status < 300;
  const again = !arrived && attempts < WEBHOOK_ATTEMPTS;
  const now = new Date();
  await db.prisma.webhookDelivery.updateMany({
    // an attempt that another process took over meanwhile counts only if it arrived
    where: { id, state: 'waiting', ...(!arrived && { attempts }) },
    data: {
      lastStatus: status,
      lastError: 'error' in result ? result.error : null,
      ...(again
        ? { nextAt: new Date(now.getTime() + (WEBHOOK_RETRIES[attempts - 1] ?? 0)) }
        : { state: arrived ? 'delivered' : 'failed', endedAt: now }),
    },
  });
}

/** Forgets deliveries that ended long ago. */
export async function forgetDeliveries(db: Db): Promise<void> {
  const before = new Date(Date.now() - KEEP_DAYS * 24 * 60 * 60 * 1000);
  await db.prisma.webhookDelivery.deleteMany({ where: { endedAt: { lt: before } } });
}
