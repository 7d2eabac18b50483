import { CreateSweepBody } from '@combogan/contracts';
import { createSweep, listSweeps } from '@combogan/db';
import { json, route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, async ({ services }) => ({ sweeps: await listSweeps(services.db) }));

export const POST = route({ access: 'member', body: CreateSweepBody }, async ({ services, person, body }) =>
  json(await createSweep(services.db, body, { launchedById: person.id }), { status: 201 }),
);
