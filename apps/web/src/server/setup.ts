import { randomUUID } from 'node:crypto';
import { type Person, type SetupBody, StudioError } from '@combogan/contracts';
import { checkSetupToken, completeSetup } from '@combogan/db';
import type { z } from 'zod';
import type { Services } from './services.ts';

/** A set-up takes a moment; an account this old without an owner beside it is what a server that died left. */
const LEFT_BEHIND_AFTER = 60_000;

/**
 * Creates the owner and signs in (A1). Of several who come at once one becomes the owner, and the others' accounts are
 * gone. Returns the session's Set-Cookie headers. Throws a StudioError when the token is not valid or was used.
 */
export async function createOwner(
  { db, auth }: Pick<Services, 'db' | 'auth'>,
  body: z.output<typeof SetupBody>,
  headers: Headers,
): Promise<{ me: Person; cookies: string[] }> {
  await checkSetupToken(db, body.token);
  const { password } = await auth.$context;
  const { user } = db.prisma;
  await user.deleteMany({
    where: { role: { not: 'owner' }, createdAt: { lt: new Date(Date.now() - LEFT_BEHIND_AFTER) } },
  });
  const id = randomUUID();
  const email = body.email.toLowerCase();
  const credential = { accountId: id, providerId: 'credential', password: await password.hash(body.password) };
  const { count } = await user.createMany({
    data: { id, name: body.name, email, role: 'viewer' },
    skipDuplicates: true,
  });
  if (count === 0) throw new StudioError('conflict', 'Someone is setting up the studio with this address right now.');
  try {
    await db.prisma.account.create({ data: { userId: id, ...credential } });
    await completeSetup(db, id);
  } catch (error) {
    await user.delete({ where: { id } });
    throw error;
  }
  const signedIn = await auth.api.signInEmail({
    body: { email, password: body.password },
    headers,
    asResponse: true,
  });
  return { me: { id, name: body.name, email, role: 'owner' }, cookies: signedIn.headers.getSetCookie() };
}
