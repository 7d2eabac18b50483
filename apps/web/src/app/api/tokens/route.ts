import { CreateTokenBody } from '@combogan/contracts';
import { createToken, listTokens } from '@combogan/db';
import { json, route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer', sessionOnly: true }, async ({ services, person }) => ({
  tokens: await listTokens(services.db, person.id),
}));

/** Makes a personal token; the answer is the only one that holds it. */
export const POST = route(
  { access: 'viewer', sessionOnly: true, body: CreateTokenBody },
  async ({ services, person, body }) => json(await createToken(services.db, person.id, body), { status: 201 }),
);
