import { SetRoleBody } from '@combogan/contracts';
import { removeMember, setRole } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

const params = z.object({ id: z.string().min(1) });

export const PATCH = route({ access: 'owner', params, body: SetRoleBody }, async ({ services, params, body }) => {
  await setRole(services.db, params.id, body.role);
  return noContent();
});

export const DELETE = route({ access: 'owner', params }, async ({ services, params }) => {
  await removeMember(services.db, params.id);
  return noContent();
});
