import { Id } from '@combogan/contracts';
import { relaunchSweep } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const POST = route({ access: 'member', params: z.object({ id: Id }) }, ({ services, person, params }) =>
  relaunchSweep(services.db, params.id, { launchedById: person.id }),
);
