import { JoinBody } from '@combogan/contracts';
import { attemptKey } from '../../../server/client-address.ts';
import { createMember } from '../../../server/join.ts';
import { json, route } from '../../../server/route.ts';

export const POST = route({ access: 'anyone', body: JoinBody }, async ({ request, services, body }) => {
  services.limits.join.take(attemptKey(request.headers));
  const { me, cookies } = await createMember(services, body, request.headers);
  const response = json({ me }, { status: 201 });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
});
