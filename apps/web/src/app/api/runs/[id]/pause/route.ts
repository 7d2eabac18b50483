import { Id } from '@combogan/contracts';
import { pauseRun } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const POST = route({ access: 'member', params: z.object({ id: Id }) }, ({ services, person, params }) =>
  pauseRun(services.db, params.id, person.name),
);
