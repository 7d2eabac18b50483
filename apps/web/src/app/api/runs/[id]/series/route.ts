import { Id, SeriesQuery } from '@combogan/contracts';
import { runSeries } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const GET = route(
  { access: 'viewer', params: z.object({ id: Id }), query: SeriesQuery },
  ({ services, params, query }) => runSeries(services.db, params.id, query),
);
