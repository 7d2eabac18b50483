import { Id } from '@combogan/contracts';
import { sweepDetail } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../server/route.ts';

export const GET = route({ access: 'viewer', params: z.object({ id: Id }) }, ({ services, params }) =>
  sweepDetail(services.db, params.id),
);
