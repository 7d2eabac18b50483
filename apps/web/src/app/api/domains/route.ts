import { CreateDomainBody } from '@combogan/contracts';
import { createDomain, listDomains } from '@combogan/db';
import { json, route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, async ({ services }) => ({ domains: await listDomains(services.db) }));

export const POST = route({ access: 'member', body: CreateDomainBody }, async ({ services, person, body }) =>
  json(await createDomain(services.db, { ...body, createdById: person.id }), { status: 201 }),
);
