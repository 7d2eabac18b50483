import { SetupBody } from '@combogan/contracts';
import { setupNeeded } from '@combogan/db';
import { attemptKey } from '../../../server/client-address.ts';
import { json, route } from '../../../server/route.ts';
import { createOwner } from '../../../server/setup.ts';

export const GET = route({ access: 'anyone' }, async ({ services }) => ({ needed: await setupNeeded(services.db) }));

export const POST = route({ access: 'anyone', body: SetupBody }, async ({ request, services, body }) => {
  services.limits.setup.take(attemptKey(request.headers));
  const { me, cookies } = await createOwner(services, body, request.headers);
  const response = json({ me }, { status: 201 });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
});
