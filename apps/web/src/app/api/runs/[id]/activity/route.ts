import { Id } from '@combogan/contracts';
import { runActivity } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const GET = route({ access: 'viewer', params: z.object({ id: Id }) }, async ({ services, params }) => ({
  entries: await runActivity(services.db, params.id),
}));
