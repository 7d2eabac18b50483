import { Id } from '@combogan/contracts';
import { listNotifications } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../server/route.ts';

const query = z.object({ before: Id.optional() });

export const GET = route({ access: 'viewer', query }, ({ services, person, query }) =>
  listNotifications(services.db, person.id, query.before),
);
