import { ExtendBody, Id } from '@combogan/contracts';
import { extendRun } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const POST = route(
  { access: 'member', params: z.object({ id: Id }), body: ExtendBody },
  ({ services, person, params, body }) => extendRun(services.db, params.id, body, person.name),
);
