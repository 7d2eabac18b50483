import { CreateInviteBody } from '@combogan/contracts';
import { createInvite, listInvites } from '@combogan/db';
import { json, route } from '../../../server/route.ts';

export const GET = route({ access: 'owner' }, async ({ services }) => ({ invites: await listInvites(services.db) }));

/** The link in the answer is the only copy of its token. */
export const POST = route({ access: 'owner', body: CreateInviteBody }, async ({ services, person, body }) => {
  const { invite, token } = await createInvite(services.db, body, person.id);
  return json({ ...invite, link: `${services.env.publicUrl}/join/${token}` }, { status: 201 });
});
