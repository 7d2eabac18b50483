import { Id, UpdateDomainBody } from '@combogan/contracts';
import { deleteDomain, getDomain, updateDomain } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

const params = z.object({ id: Id });
const query = z.object({ cursor: Id.optional(), limit: z.coerce.number().int().min(1).max(500).optional() });

export const GET = route({ access: 'viewer', params, query }, ({ services, params, query }) =>
  getDomain(services.db, params.id, query),
);

export const PATCH = route({ access: 'member', params, body: UpdateDomainBody }, ({ services, params, body }) =>
  updateDomain(services.db, params.id, body),
);

export const DELETE = route({ access: 'member', params }, async ({ services, params }) => {
  await deleteDomain(services.db, params.id);
  return noContent();
});
