import { type Person, type Role, StudioError } from '@combogan/contracts';
import { authenticateToken, authenticateTrainer } from '@combogan/db';
import { attemptKey } from './client-address.ts';
import { requireOperator } from './operator.ts';
import { isOwnOrigin, originHeaders } from './origin.ts';
import type { Services } from './services.ts';
import { mayAct, personOf } from './session.ts';

/**
 * Who may use a route (A2): anyone; a signed-in person of at least this role; a trainer with its token; or an operator,
 * who holds the metrics token or sits at this machine.
 */
export type Access = 'anyone' | Role | 'trainer' | 'operator';

export interface Caller {
  person: Person | null;
  trainer: { id: string; name: string } | null;
}

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE'];
const NOBODY: Caller = { person: null, trainer: null };

const bearerOf = ({ headers }: Request): string | null =>
  /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;

/**
 * Finds out who calls and whether they may. A person shows a session cookie, and then what changes something must come
 * from our own pages (A4), or a personal token, which no other site can send (A5).
 * Throws a StudioError that says what is missing.
 */
export async function admit(
  { access, sessionOnly = false }: { access: Access; sessionOnly?: boolean },
  request: Request,
  all: Services,
): Promise<Caller> {
  const bearer = bearerOf(request);
  const byToken =
    bearer !== null && access !== 'trainer' && access !== 'operator' ? await tokenPerson(bearer, request, all) : null;
  if (!byToken) checkOrigin(request, all);
  if (access === 'operator') {
    requireOperator(request, all.env);
    return NOBODY;
  }
  if (access === 'trainer') {
    if (!bearer) throw new StudioError('unauthenticated', 'A trainer token is needed: authorization: Bearer TOKEN.');
    return { person: null, trainer: await authenticateTrainer(all.db, bearer) };
  }
  // whoever shows a token is judged by it alone
  const person = byToken ?? (bearer === null ? await personOf(all, request.headers) : null);
  if (access === 'anyone') return { person, trainer: null };
  if (!person)
    throw new StudioError(
      'unauthenticated',
      bearer === null ? 'Sign in first.' : 'This token is unknown, revoked or expired. Make a new one in the settings.',
    );
  if (byToken && sessionOnly) throw new StudioError('forbidden', 'This needs a person who is signed in, not a token.');
  if (!mayAct(person.role, access))
    throw new StudioError(
      'forbidden',
      byToken
        ? `This needs the role ${access}; this token may do what a ${person.role} may.`
        : `This needs the role ${access}; you are a ${person.role}.`,
    );
  return { person, trainer: null };
}

/** The token's owner with the role that its scope leaves: to read is a viewer's, to write at most a member's. */
async function tokenPerson(token: string, request: Request, { db, limits }: Services): Promise<Person | null> {
  const address = attemptKey(request.headers);
  limits.tokenGuess.take(address);
  const found = await authenticateToken(db, token);
  if (!found) return null;
  limits.tokenGuess.refund(address);
  limits.token.take(found.id);
  const cap: Role = found.scope === 'write' ? 'member' : 'viewer';
  const { person } = found;
  return mayAct(person.role, cap) ? { ...person, role: cap } : person;
}

function checkOrigin(request: Request, { env }: Services): void {
  if (CHANGES.includes(request.method) && !isOwnOrigin(env.publicUrl, originHeaders(request.headers)))
    throw new StudioError('forbidden', `This request comes from another site. Open the studio at ${env.publicUrl}.`);
}
