import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../src/server/admit.ts';
import { allRoutes } from '../src/server/openapi/all-routes.ts';
import type { DeclaredRoute } from '../src/server/openapi/document.ts';
import { call } from './call.ts';
import { type Studio, startStudio } from './studio.ts';

const routes = await allRoutes();
const CALLERS = ['nobody', 'viewer', 'member', 'owner', 'trainer'] as const;
type Caller = (typeof CALLERS)[number];

/** Callers that are let through to a route's own work. */
const ADMITTED: Record<Access, readonly Caller[]> = {
  anyone: CALLERS,
  viewer: ['viewer', 'member', 'owner'],
  member: ['member', 'owner'],
  owner: ['owner'],
  trainer: ['trainer'],
  // none of these holds the metrics token, and the studio is not meant for this machine alone
  operator: [],
};

let studio: Studio;
let credentials: Record<Caller, { cookie?: string; token?: string }>;
beforeAll(async () => {
  studio = await startStudio();
  credentials = {
    nobody: {},
    viewer: { cookie: (await studio.signIn('viewer')).cookie },
    member: { cookie: (await studio.signIn('member')).cookie },
    owner: { cookie: (await studio.signIn('owner')).cookie },
    trainer: { token: (await studio.trainer()).token },
  };
});
afterAll(() => studio.close());

/** Fits every route's path, and names nothing that exists. */
const nothing = () => ({
  id: randomUUID(),
  iteration: '1',
  domain: 'nowhere',
  sha256: '0'.repeat(64),
  kind: 'sample',
  all: ['get-session'],
});

const ask = ({ handler, method, path }: DeclaredRoute, who: { cookie?: string; token?: string }) =>
  call(handler, { method, path: path.replace('*all', 'get-session'), params: nothing(), ...who });

describe('A2: every route states who may use it', () => {
  it('and there are routes', () => expect(routes.length).toBeGreaterThan(20));

  it.each(routes)('$method $path', ({ handler }) => {
    expect(Object.keys(ADMITTED)).toContain(handler.access);
  });

  it('as the README says', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const table = readme.split('| method | path | who |\n|---|---|---|\n')[1]?.split('\n\n')[0];
    expect(table?.trim()).toBe(
      routes.map(({ method, path, handler }) => `| ${method} | \`${path}\` | ${handler.access} |`).join('\n'),
    );
  });
});

describe('A2: and keeps to it', () => {
  for (const declared of routes)
    for (const who of CALLERS)
      it(`${declared.method} ${declared.path} as ${who}`, async () => {
        const response = await ask(declared, credentials[who]);
        if (ADMITTED[declared.handler.access].includes(who)) {
          expect([401, 500]).not.toContain(response.status);
          if (declared.handler.access !== 'anyone' && declared.handler.access !== 'trainer')
            expect(response.status).not.toBe(403);
        } else {
          const signedIn =
            who !== 'nobody' && who !== 'trainer' && !['trainer', 'operator'].includes(declared.handler.access);
          expect(response.status).toBe(signedIn ? 403 : 401);
          expect(await response.json()).toMatchObject({ error: { code: signedIn ? 'forbidden' : 'unauthenticated' } });
        }
      });
});

describe('A4: a request that changes something must come from our own pages', () => {
  const changing = routes.filter(({ method }) => !['GET', 'HEAD'].includes(method));
  it.each(changing)('$method $path', async (declared) => {
    const { handler, method } = declared;
    const response = await call(handler, {
      method,
      path: declared.path,
      params: nothing(),
      ...credentials.owner,
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(response.status).toBe(403);
    expect((await response.json()).error.message).toContain('another site');
  });
});
