import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@combogan/contracts';
import { registerTrainer } from '@combogan/db';
import { createTestDatabase } from '@combogan/db/testing';
import { type MakeHandler, startWeb } from '../server/start-web.ts';
import type { WebEnv } from '../src/server/env.ts';
import { createLog } from '../src/server/log.ts';
import type { Services } from '../src/server/services.ts';

export const PUBLIC_URL = 'http://studio.test';
export const PASSWORD = 'a long enough password';

export interface SignedIn {
  id: string;
  name: string;
  email: string;
  cookie: string;
}

export interface Studio {
  services: Services;
  /** Where its sockets listen. */
  url: string;
  /** Everything it has logged. */
  logged(): string;
  /** Creates an account of that role and signs it in. */
  signIn(role: Role): Promise<SignedIn>;
  /** Registers a trainer. */
  trainer(): Promise<{ id: string; token: string }>;
  /** Every file below the storage folder, by path relative to it. */
  stored(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * A web server with a database and a storage folder of its own; pages and routes are called without HTTP, unless `pages`
 * serves some.
 */
export async function startStudio({
  pages,
  ...settings
}: Partial<WebEnv> & { pages?: MakeHandler } = {}): Promise<Studio> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'studio-'));
  const lines: string[] = [];
  const env: WebEnv = {
    databaseUrl: database.url,
    storageDir: join(folder, 'storage'),
    authSecret: randomBytes(32).toString('hex'),
    host: '127.0.0.1',
    port: 0,
    publicUrl: PUBLIC_URL,
    trustProxy: false,
    webhookPrivate: true,
    logLevel: 'debug',
    ...settings,
  };
  const log = createLog(env.logLevel, { write: (line) => void lines.push(line) });
  const web = await startWeb(env, { log, pages });
  const { services } = web;
  return {
    services,
    url: `http://127.0.0.1:${web.port}`,
    logged: () => lines.join(''),
    signIn: (role) => signIn(services, role),
    async trainer() {
      const token = randomBytes(24).toString('hex');
      return { id: await registerTrainer(services.db, { name: 'Test trainer', token }), token };
    },
    async stored() {
      const found = await readdir(env.storageDir, { recursive: true, withFileTypes: true });
      return found
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(env.storageDir.length + 1))
        .sort();
    },
    async close() {
      await web.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Creates an account of that role and signs it in. */
export async function signIn({ auth, db }: Pick<Services, 'auth' | 'db'>, role: Role): Promise<SignedIn> {
  const id = randomUUID();
  const name = `The ${role}`;
  const email = `${id}@studio.test`;
  const password = await (await auth.$context).password.hash(PASSWORD);
  await db.prisma.user.create({
    data: { id, name, email, role, accounts: { create: { accountId: id, providerId: 'credential', password } } },
  });
  const response = await auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true });
  return { id, name, email, cookie: cookieOf(response) };
}

/** The cookies that a response sets, as a browser sends them back. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
