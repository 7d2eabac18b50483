import { Id, TuneBody } from '@combogan/contracts';
import { tuneRun } from '@combogan/db';
import { z } from 'zod';
import { route } from '../../../../../server/route.ts';

export const POST = route(
  { access: 'member', params: z.object({ id: Id }), body: TuneBody },
  ({ services, person, params, body }) => tuneRun(services.db, params.id, body, person.name),
);
