import { CreateRunBody } from '@combogan/contracts';
import { createRun, listRuns } from '@combogan/db';
import { json, route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, async ({ services }) => ({ runs: await listRuns(services.db) }));

export const POST = route({ access: 'member', body: CreateRunBody }, async ({ services, person, body }) =>
  json(await createRun(services.db, body, { launchedById: person.id }), { status: 201 }),
);
