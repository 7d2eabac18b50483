import { endOtherSessions, listSessions } from '@combogan/db';
import { noContent, route } from '../../../server/route.ts';
import { sessionOf } from '../../../server/session.ts';

export const GET = route({ access: 'viewer', sessionOnly: true }, async ({ request, services, person }) => {
  const current = await sessionOf(services, request.headers);
  return { sessions: await listSessions(services.db, person.id, current?.id ?? null) };
});

/** Ends every session of the caller but the one that asks. */
export const DELETE = route({ access: 'viewer', sessionOnly: true }, async ({ request, services, person }) => {
  const current = await sessionOf(services, request.headers);
  await endOtherSessions(services.db, person.id, current?.id ?? null);
  return noContent();
});
