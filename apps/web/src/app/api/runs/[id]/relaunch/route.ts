import { Id } from '@combogan/contracts';
import { relaunchRun } from '@combogan/db';
import { z } from 'zod';
import { json, route } from '../../../../../server/route.ts';

export const POST = route({ access: 'member', params: z.object({ id: Id }) }, async ({ services, person, params }) =>
  json(await relaunchRun(services.db, params.id, { launchedById: person.id }), { status: 201 }),
);
