import type { JoinBody, Person } from '@combogan/contracts';
import { findInvite, joinTeam } from '@combogan/db';
import type { z } from 'zod';
import type { Services } from './services.ts';

/**
 * Makes an account of an invite and signs in (A1). Returns the session's Set-Cookie headers. Throws a StudioError when
 * the link does not work or the address has an account; then the invite can still be used.
 */
export async function createMember(
  { db, auth }: Pick<Services, 'db' | 'auth'>,
  body: z.output<typeof JoinBody>,
  headers: Headers,
): Promise<{ me: Person; cookies: string[] }> {
  // before the password is hashed, which is slow on purpose
  await findInvite(db, body.token);
  const { password } = await auth.$context;
  const email = body.email.toLowerCase();
  const me = await joinTeam(db, body.token, {
    name: body.name,
    email,
    passwordHash: await password.hash(body.password),
  });
  const signedIn = await auth.api.signInEmail({ body: { email, password: body.password }, headers, asResponse: true });
  return { me, cookies: signedIn.headers.getSetCookie() };
}
