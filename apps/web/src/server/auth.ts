import { randomUUID } from 'node:crypto';
import { LIMITS } from '@combogan/contracts';
import type { Db } from '@combogan/db';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import type { WebEnv } from './env.ts';
import type { Logger } from './log.ts';

const DAY = 24 * 60 * 60;

/** Email and password (scrypt), sessions in the database. Accounts are made by the set-up link and by invites alone (A1). */
export function createAuth(db: Db, env: WebEnv, log: Logger) {
  return betterAuth({
    appName: 'ComboGAN Studio',
    baseURL: env.publicUrl,
    basePath: '/api/auth',
    secret: env.authSecret,
    database: prismaAdapter(db.prisma, { provider: 'postgresql', transaction: true }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LIMITS.passwordMin,
      maxPasswordLength: LIMITS.passwordMax,
    },
    user: {
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'viewer' },
        removedAt: { type: 'date', input: false, required: false },
      },
    },
    session: { expiresIn: 30 * DAY, updateAge: DAY },
    // /api/auth counts attempts itself, with an answer in the form of every other route
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'studio',
      useSecureCookies: env.publicUrl.startsWith('https://'),
      // every route checks the Origin before the library is asked, and lets programs sign in that have none
      disableCSRFCheck: true,
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
    },
    logger: { level: 'warn', log: (level, message) => log[level]({ from: 'auth' }, message) },
  });
}

export type Auth = ReturnType<typeof createAuth>;
