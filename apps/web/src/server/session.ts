import { Person, type Role } from '@combogan/contracts';
import type { Services } from './services.ts';

/** The session whose cookie is in `headers`; null for nobody. Asks the database: an ended session ends at once. */
export async function sessionOf(
  { auth }: Pick<Services, 'auth'>,
  headers: Headers,
): Promise<{ id: string; person: Person } | null> {
  if (!headers.has('cookie')) return null;
  const found = await auth.api.getSession({ headers });
  // someone who signed in at the very moment of being removed
  if (!found || found.user.removedAt) return null;
  return { id: found.session.id, person: Person.parse(found.user) };
}

/** Who the session cookie in `headers` belongs to; null for nobody. */
export const personOf = async (services: Pick<Services, 'auth'>, headers: Headers): Promise<Person | null> =>
  (await sessionOf(services, headers))?.person ?? null;

const RANK: Record<Role, number> = { viewer: 0, member: 1, owner: 2 };

/** Whether a role may do what `needed` may. */
export const mayAct = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed];
