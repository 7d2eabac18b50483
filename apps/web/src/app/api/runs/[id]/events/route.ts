import { CATCH_UP_MAX, Id } from '@combogan/contracts';
import { entriesAfter, runSummary } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

const params = z.object({ id: Id });
const query = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(CATCH_UP_MAX).default(CATCH_UP_MAX),
});

/** A page of the log; `seq` is the log's last entry, so a caller knows whether to ask again. */
export const GET = route({ access: 'viewer', params, query }, async ({ services, params, query }) => {
  const { seq } = await runSummary(services.db, params.id);
  return { seq, entries: await entriesAfter(services.db, params.id, query.after, query.limit) };
});
