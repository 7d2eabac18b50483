import { Id } from '@combogan/contracts';
import { deleteWebhook } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

export const DELETE = route({ access: 'owner', params: z.object({ id: Id }) }, async ({ services, params }) => {
  await deleteWebhook(services.db, params.id);
  return noContent();
});
