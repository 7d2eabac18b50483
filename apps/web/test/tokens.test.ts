import { randomUUID } from 'node:crypto';
import { CreatedToken, type TokenScope } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as domains from '../src/app/api/domains/route.ts';
import * as invites from '../src/app/api/invites/route.ts';
import * as me from '../src/app/api/me/route.ts';
import * as tokenRoute from '../src/app/api/tokens/[id]/route.ts';
import * as tokens from '../src/app/api/tokens/route.ts';
import { allRoutes } from '../src/server/openapi/all-routes.ts';
import { call } from './call.ts';
import { type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let owner: SignedIn;
beforeAll(async () => {
  studio = await startStudio();
  owner = await studio.signIn('owner');
});
afterAll(() => studio.close());

async function make(of: SignedIn, scope: TokenScope, name = 'a script') {
  const response = await call(tokens.POST, { cookie: of.cookie, json: { name, scope, days: 30 } });
  expect(response.status).toBe(201);
  return CreatedToken.parse(await response.json());
}
const roleOf = async (token: string) => (await (await call(me.GET, { token })).json()).me?.role ?? null;
const statusOf = async (response: Promise<Response>) => (await response).status;

describe('A5: a personal token', () => {
  it('is shown once and stored as a hash', async () => {
    const { token, info } = await make(owner, 'write', 'nightly');
    expect(token).toMatch(/^cgs_[\w-]{43}$/);
    const listed = await (await call(tokens.GET, { cookie: owner.cookie })).json();
    expect(listed.tokens).toEqual([info]);
    expect(JSON.stringify(listed)).not.toContain(token);
    const stored = await studio.services.db.prisma.apiToken.findUniqueOrThrow({ where: { id: info.id } });
    expect(JSON.stringify(stored)).not.toContain(token);
    expect(studio.logged()).not.toContain(token);
  });

  it('acts for its owner with what its scope leaves of the role', async () => {
    const people = { owner, member: await studio.signIn('member'), viewer: await studio.signIn('viewer') };
    const roles = async (scope: TokenScope) => [
      await roleOf((await make(people.owner, scope)).token),
      await roleOf((await make(people.member, scope)).token),
      await roleOf((await make(people.viewer, scope)).token),
    ];
    expect(await roles('write')).toEqual(['member', 'member', 'viewer']);
    expect(await roles('read')).toEqual(['viewer', 'viewer', 'viewer']);
    const { token } = await make(owner, 'write');
    expect(await statusOf(call(domains.POST, { token, json: { name: `By token ${randomUUID().slice(0, 8)}` } }))).toBe(
      201,
    );
    expect(await statusOf(call(invites.GET, { token }))).toBe(403);
    const { token: reader } = await make(owner, 'read');
    expect(await statusOf(call(domains.GET, { token: reader }))).toBe(200);
    expect(await statusOf(call(domains.POST, { token: reader, json: { name: 'No' } }))).toBe(403);
  });

  it('never makes or ends ways in', async () => {
    const { token, info } = await make(owner, 'write');
    const closed = (await allRoutes()).filter(({ path }) => /^\/api\/(tokens|sessions)/.test(path));
    expect(closed.length).toBeGreaterThan(5);
    for (const { method, path, handler } of closed) {
      const answer = await call(handler, {
        method,
        path,
        params: { id: info.id },
        token,
        json: method === 'POST' ? {} : undefined,
      });
      expect([answer.status, (await answer.json()).error.code], `${method} ${path}`).toEqual([403, 'forbidden']);
    }
    expect(await roleOf(token)).toBe('member');
  });

  it('needs no Origin, and a cookie beside it counts for nothing', async () => {
    const { token } = await make(owner, 'read');
    const elsewhere = { origin: 'https://elsewhere.example' };
    const body = { name: `Elsewhere ${randomUUID().slice(0, 8)}` };
    const { token: writer } = await make(owner, 'write');
    expect(await statusOf(call(domains.POST, { token: writer, headers: elsewhere, json: body }))).toBe(201);
    expect(await statusOf(call(domains.POST, { token, cookie: owner.cookie, json: body }))).toBe(403);
    const guessed = { token: `cgs_${'x'.repeat(43)}`, cookie: owner.cookie };
    expect(await statusOf(call(domains.GET, guessed))).toBe(401);
    expect(await statusOf(call(domains.POST, { ...guessed, headers: elsewhere, json: body }))).toBe(403);
  });

  it('ends when it is revoked, expires, or its owner is removed', async () => {
    const { prisma } = studio.services.db;
    const member = await studio.signIn('member');
    const [revoked, expired, orphaned] = [
      await make(member, 'read'),
      await make(member, 'read'),
      await make(member, 'read'),
    ];
    expect(
      await statusOf(
        call(tokenRoute.DELETE, { method: 'DELETE', params: { id: revoked.info.id }, cookie: owner.cookie }),
      ),
    ).toBe(404);
    expect(
      await statusOf(
        call(tokenRoute.DELETE, { method: 'DELETE', params: { id: revoked.info.id }, cookie: member.cookie }),
      ),
    ).toBe(204);
    await prisma.apiToken.update({ where: { id: expired.info.id }, data: { expiresAt: new Date(0) } });
    expect([await roleOf(revoked.token), await roleOf(expired.token), await roleOf(orphaned.token)]).toEqual([
      null,
      null,
      'viewer',
    ]);
    expect((await prisma.apiToken.findUniqueOrThrow({ where: { id: orphaned.info.id } })).lastUsedAt).not.toBeNull();
    await prisma.user.update({ where: { id: member.id }, data: { removedAt: new Date() } });
    expect(await roleOf(orphaned.token)).toBeNull();
  });

  it('is refused with the field that is wrong, and beyond so many', async () => {
    const { cookie } = await studio.signIn('member');
    const refused = async (json: object) => (await (await call(tokens.POST, { cookie, json })).json()).error;
    expect(await refused({ name: ' ', scope: 'read' })).toMatchObject({ code: 'invalid', field: 'name' });
    expect(await refused({ name: 'a', scope: 'all' })).toMatchObject({ code: 'invalid', field: 'scope' });
    expect(await refused({ name: 'a', scope: 'read', days: 10_000 })).toMatchObject({ code: 'invalid', field: 'days' });
    const made = Array.from({ length: 50 }, () => ({ name: 'a', scope: 'read' }));
    for (const json of made) expect(await statusOf(call(tokens.POST, { cookie, json }))).toBe(201);
    expect(await refused({ name: 'a', scope: 'read' })).toMatchObject({ code: 'conflict', limit: '50' });
  });
});
