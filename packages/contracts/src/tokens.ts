import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { Id, Timestamp } from './primitives.ts';

/** What a personal token lets a program do: what a viewer may, or what a member may. Never more than its owner may. */
export const TokenScope = z.enum(['read', 'write']);
export type TokenScope = z.infer<typeof TokenScope>;

export const ApiToken = z.object({
  id: Id,
  name: z.string(),
  scope: TokenScope,
  createdAt: Timestamp,
  expiresAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
export const ApiTokenList = z.object({ tokens: z.array(ApiToken) });

export const CreateTokenBody = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(LIMITS.nameLength, `must be at most ${LIMITS.nameLength} characters`),
  scope: TokenScope,
  days: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(LIMITS.tokenDays, `must be at most ${LIMITS.tokenDays}`)
    .default(LIMITS.tokenDaysDefault),
});
export type CreateTokenBody = z.output<typeof CreateTokenBody>;

/** The only answer that holds the token itself. */
export const CreatedToken = z.object({ token: z.string(), info: ApiToken });
