import {
  type ApiToken as Api,
  type CreateTokenBody,
  LIMITS,
  Person,
  StudioError,
  type TokenScope,
} from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import type { ApiToken } from '../generated/client.ts';
import { hashToken, newToken } from '../token.ts';

/** So that a token is known for what it is where it should not be: in a log, in a repository. */
const PREFIX = 'cgs_';
const DAY = 24 * 60 * 60 * 1000;
/** `lastUsedAt` is this exact: a program that asks often must not write as often. */
const USED_EVERY = 60_000;

const toApi = ({ id, name, scope, createdAt, expiresAt, lastUsedAt }: ApiToken): Api => ({
  id,
  name,
  scope,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

/** A person's tokens, newest first, also those that have expired. */
export async function listTokens(db: Db, userId: string): Promise<Api[]> {
  return (await db.prisma.apiToken.findMany({ where: { userId }, orderBy: { id: 'desc' } })).map(toApi);
}

/**
 * Makes a personal token. Only its hash is stored: it can be read this once.
 * @throws StudioError `conflict` when the person has too many
 */
export function createToken(
  db: Db,
  userId: string,
  { name, scope, days }: CreateTokenBody,
): Promise<{ token: string; info: Api }> {
  const token = `${PREFIX}${newToken()}`;
  return inTransaction(db, async (tx) => {
    if ((await tx.apiToken.count({ where: { userId } })) >= LIMITS.tokens)
      throw new StudioError('conflict', `You have ${LIMITS.tokens} tokens. Revoke one first.`, {
        limit: String(LIMITS.tokens),
      });
    const expiresAt = new Date(Date.now() + days * DAY);
    const row = await tx.apiToken.create({ data: { userId, name, scope, tokenHash: hashToken(token), expiresAt } });
    return { token, info: toApi(row) };
  });
}

/** Ends one of the person's tokens at once. @throws StudioError `not_found` */
export async function revokeToken(db: Db, userId: string, id: string): Promise<void> {
  const { count } = await db.prisma.apiToken.deleteMany({ where: { id, userId } });
  if (count === 0) throw new StudioError('not_found', 'You have no such token.');
}

/** Whose token it is and what it may do; null when it is unknown, revoked or expired, or the person was removed. */
export async function authenticateToken(
  db: Db,
  token: string,
): Promise<{ id: string; person: Person; scope: TokenScope } | null> {
  if (!token.startsWith(PREFIX)) return null;
  const found = await db.prisma.apiToken.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  const now = Date.now();
  if (!found || found.expiresAt.getTime() <= now || found.user.removedAt) return null;
  if (now - (found.lastUsedAt?.getTime() ?? 0) > USED_EVERY)
    await db.prisma.apiToken.updateMany({ where: { id: found.id }, data: { lastUsedAt: new Date(now) } });
  return { id: found.id, person: Person.parse(found.user), scope: found.scope };
}
