import { Id } from '@combogan/contracts';
import { sweepLosses } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const GET = route({ access: 'viewer', params: z.object({ id: Id }) }, ({ services, params }) =>
  sweepLosses(services.db, params.id),
);
