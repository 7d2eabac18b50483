import { Person, type Role } from '@combogan/contracts';
import type { Services } from './services.ts';

/** Who the session cookie in `headers` belongs to; null for nobody. Asks the database: an ended session ends at once. */
export async function personOf({ auth }: Pick<Services, 'auth'>, headers: Headers): Promise<Person | null> {
  if (!headers.has('cookie')) return null;
  const found = await auth.api.getSession({ headers });
  return found ? Person.parse(found.user) : null;
}

const RANK: Record<Role, number> = { viewer: 0, member: 1, owner: 2 };

/** Whether a role may do what `needed` may. */
export const mayAct = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed];
