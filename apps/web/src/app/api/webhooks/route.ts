import { CreateWebhookBody } from '@combogan/contracts';
import { createWebhook, listWebhooks } from '@combogan/db';
import { json, route } from '../../../server/route.ts';
import { checkTarget } from '../../../server/webhooks/target.ts';

export const GET = route({ access: 'owner' }, async ({ services }) => ({ webhooks: await listWebhooks(services.db) }));

/** The secret in the answer is not told again. */
export const POST = route({ access: 'owner', body: CreateWebhookBody }, async ({ services, body }) => {
  checkTarget(body.url, services.env.webhookPrivate);
  const { webhook, secret } = await createWebhook(services.db, body);
  return json({ ...webhook, secret }, { status: 201 });
});
