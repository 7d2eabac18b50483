import { z } from 'zod';
import { Notice, NotificationKind } from './notifications.ts';
import { Id, Timestamp } from './primitives.ts';

/** POST /api/webhooks: owners. */
export const CreateWebhookBody = z.object({
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(2000, 'must be at most 2000 characters')
    .refine((url) => !URL.canParse(url) || new URL(url).username === '', 'must not hold a user name or password'),
  kinds: z
    .array(NotificationKind)
    .min(1, 'choose at least one')
    .default([...NotificationKind.options]),
});
export type CreateWebhookBody = z.output<typeof CreateWebhookBody>;

export const DeliveryState = z.enum(['waiting', 'delivered', 'failed']);

export const Delivery = z.object({
  id: Id,
  kind: NotificationKind.or(z.literal('test')),
  state: DeliveryState,
  attempts: z.int(),
  /** When it is sent next; null once it has ended. */
  nextAt: Timestamp.nullable(),
  /** HTTP status of the last answer; null when there was none. */
  lastStatus: z.int().nullable(),
  /** Why there was none. */
  lastError: z.string().nullable(),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const Webhook = z.object({
  id: Id,
  url: z.string(),
  kinds: z.array(NotificationKind),
  createdAt: Timestamp,
  /** The newest first. */
  deliveries: z.array(Delivery),
});
export type Webhook = z.infer<typeof Webhook>;
/** GET /api/webhooks: owners. */
export const WebhookList = z.object({ webhooks: z.array(Webhook) });
/** The secret is told once. */
export const CreatedWebhook = Webhook.extend({ secret: z.string() });

/** Headers of what a webhook is sent. */
export const WEBHOOK_HEADERS = {
  delivery: 'x-studio-delivery',
  kind: 'x-studio-kind',
  /** Unix seconds. */
  timestamp: 'x-studio-timestamp',
  /** `v1=` and the hex HMAC-SHA256, keyed with the secret, of the timestamp, a dot, and the body. */
  signature: 'x-studio-signature',
} as const;

/** Body of what a webhook is sent. The same `id` may come twice: when an answer was lost, it is sent again. */
export const WebhookMessage = z.object({
  id: Id,
  kind: NotificationKind.or(z.literal('test')),
  at: Timestamp,
  /** What happened; null in a test. */
  notice: Notice.nullable(),
  /** The page to open. */
  url: z.url(),
});
export type WebhookMessage = z.infer<typeof WebhookMessage>;

/** When a webhook that does not answer with 2xx is tried again, in milliseconds after each attempt. */
export const WEBHOOK_RETRIES = [10_000, 60_000, 10 * 60_000, 60 * 60_000] as const;
export const WEBHOOK_ATTEMPTS = WEBHOOK_RETRIES.length + 1;
