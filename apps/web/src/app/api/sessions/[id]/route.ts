import { endSession } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

const params = z.object({ id: z.string().min(1) });

/** Ends one session of the caller's own. */
export const DELETE = route({ access: 'viewer', sessionOnly: true, params }, async ({ services, person, params }) => {
  await endSession(services.db, person.id, params.id);
  return noContent();
});
