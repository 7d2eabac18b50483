import { Id } from '@combogan/contracts';
import { revokeToken } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

export const DELETE = route(
  { access: 'viewer', sessionOnly: true, params: z.object({ id: Id }) },
  async ({ services, person, params }) => {
    await revokeToken(services.db, person.id, params.id);
    return noContent();
  },
);
