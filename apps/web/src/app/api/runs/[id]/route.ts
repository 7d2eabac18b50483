import { Id } from '@combogan/contracts';
import { runDetail } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../server/route.ts';

export const GET = route({ access: 'viewer', params: z.object({ id: Id }) }, ({ services, params }) =>
  runDetail(services.db, params.id),
);
