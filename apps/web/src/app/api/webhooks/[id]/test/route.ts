import { Id } from '@combogan/contracts';
import { testWebhook } from '@combogan/db';
import { z } from 'zod';
import { json, route } from '../../../../../server/route.ts';

export const POST = route({ access: 'owner', params: z.object({ id: Id }) }, async ({ services, params }) =>
  json(await testWebhook(services.db, params.id), { status: 202 }),
);
