import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes: nobody guesses them, so a plain SHA-256 of them is safe to keep. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token, as lower-case hex. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
