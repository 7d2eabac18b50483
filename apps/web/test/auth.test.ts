import { completeSetup, issueSetupToken } from '@combogan/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as auth from '../src/app/api/auth/[...all]/route.ts';
import * as me from '../src/app/api/me/route.ts';
import * as setup from '../src/app/api/setup/route.ts';
import { call } from './call.ts';
import { cookieOf, PASSWORD, PUBLIC_URL, type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;

const setUp = (body: object) => call(setup.POST, { path: '/api/setup', json: body });
const whoIs = async (cookie: string) => (await (await call(me.GET, { path: '/api/me', cookie })).json()).me;
const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  call(auth.POST, {
    path: '/api/auth/sign-in/email',
    params: { all: ['sign-in', 'email'] },
    json: { email, password },
    headers: { origin: PUBLIC_URL, 'content-type': 'application/json', ...headers },
  });

describe('A1: the owner account', () => {
  const person = { name: 'Ada', email: 'Ada@Studio.test', password: PASSWORD };
  let token: string;
  beforeEach(async () => {
    studio = await startStudio();
    token = (await issueSetupToken(studio.services.db)) ?? '';
    return () => studio.close();
  });

  it('is made with the one-time token, is signed in, and only once', async () => {
    expect(await (await call(setup.GET)).json()).toEqual({ needed: true });
    const response = await setUp({ token, ...person });
    expect(response.status).toBe(201);
    expect(await whoIs(cookieOf(response))).toMatchObject({ name: 'Ada', email: 'ada@studio.test', role: 'owner' });
    expect(await (await call(setup.GET)).json()).toEqual({ needed: false });
    const again = await setUp({ token, ...person, email: 'eve@studio.test' });
    expect(again.status).toBeGreaterThanOrEqual(400);
    expect(await studio.services.db.prisma.user.count()).toBe(1);
    expect(await issueSetupToken(studio.services.db)).toBeNull();
  });

  it('is one, however many try at once', async () => {
    const tries = Array.from({ length: 6 }, (_, n) => setUp({ token, ...person, email: `ada${n % 3}@studio.test` }));
    const responses = await Promise.all(tries);
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const response of responses) expect(response.status).toBeLessThan(500);
    const users = await studio.services.db.prisma.user.findMany({ include: { accounts: true, sessions: true } });
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ role: 'owner' });
    expect(users[0]?.accounts).toHaveLength(1);
  });

  it('is refused for a wrong part, which is named, and nothing is made', async () => {
    const wrong = [
      { part: 'token', body: { token: 'guessed' }, status: 403 },
      { part: 'email', body: { email: 'not an address' }, status: 422 },
      { part: 'password', body: { password: 'short' }, status: 422 },
      { part: 'name', body: { name: '  ' }, status: 422 },
    ];
    for (const { part, body, status } of wrong) {
      const response = await setUp({ token, ...person, ...body });
      expect(response.status).toBe(status);
      expect((await response.json()).error.field).toBe(part);
    }
    expect(await studio.services.db.prisma.user.count()).toBe(0);
    expect((await setUp({ token, ...person })).status).toBe(201);
  });

  it('survives a set-up that a dying server left half done', async () => {
    const { user } = studio.services.db.prisma;
    const longAgo = new Date(Date.now() - 3_600_000);
    await user.create({ data: { name: 'Ada', email: 'ada@studio.test', role: 'viewer', createdAt: longAgo } });
    expect((await setUp({ token, ...person })).status).toBe(201);
    expect(await user.findMany({ select: { email: true, role: true } })).toEqual([
      { email: 'ada@studio.test', role: 'owner' },
    ]);
  });

  it('keeps the password as a salted hash, and no secret reaches the log', async () => {
    const cookie = cookieOf(await setUp({ token, ...person }));
    const account = await studio.services.db.prisma.account.findFirstOrThrow();
    expect(account.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
    await signIn('ada@studio.test', 'a wrong password');
    await call(me.GET, { path: '/api/me', cookie });
    studio.services.log.warn({ body: { token, password: PASSWORD }, headers: { cookie } }, 'an object with secrets');
    expect(studio.logged()).toContain('an object with secrets');
    for (const secret of [token, PASSWORD, 'a wrong password', cookie.split('=')[1] ?? ''])
      expect(studio.logged()).not.toContain(secret);
  });
});

describe('signing in', () => {
  let member: SignedIn;
  beforeAll(async () => {
    studio = await startStudio();
    member = await studio.signIn('member');
    await completeSetup(studio.services.db, (await studio.signIn('owner')).id).catch(() => {});
  });
  afterAll(() => studio.close());

  it('with the right password sets a cookie that scripts and other sites cannot use', async () => {
    const response = await signIn(member.email, PASSWORD);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toMatch(/studio\.session_token=.*HttpOnly; SameSite=Lax/);
    expect(await whoIs(cookieOf(response))).toMatchObject({ id: member.id, role: 'member' });
  });

  it('with a wrong password or an unknown address is refused alike', async () => {
    const wrong = await signIn(member.email, 'not the password');
    const unknown = await signIn('nobody@studio.test', 'not the password');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const body = await wrong.json();
    expect(body.error.code).toBe('unauthenticated');
    expect(await unknown.json()).toEqual(body);
  });

  it('from another host name of this server works, from another site does not', async () => {
    const forwarded = { origin: 'http://localhost:4000', host: 'localhost:4000' };
    const response = await signIn(member.email, PASSWORD, forwarded);
    expect(response.status).toBe(200);
    const out = await call(auth.POST, {
      path: '/api/auth/sign-out',
      params: { all: ['sign-out'] },
      method: 'POST',
      cookie: cookieOf(response),
      headers: forwarded,
    });
    expect(out.status).toBe(200);
    expect((await signIn(member.email, PASSWORD, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });

  it('works for a program, which has no Origin, but not for a page that hides it', async () => {
    const asked = (headers: Record<string, string>) =>
      call(auth.POST, {
        path: '/api/auth/sign-in/email',
        params: { all: ['sign-in', 'email'] },
        json: { email: member.email, password: PASSWORD },
        headers: { 'content-type': 'application/json', 'sec-fetch-mode': 'cors', ...headers },
      });
    expect((await asked({})).status).toBe(200);
    expect((await asked({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('out ends the session', async () => {
    const { cookie } = await studio.signIn('viewer');
    expect(await whoIs(cookie)).toMatchObject({ role: 'viewer' });
    const out = await call(auth.POST, {
      path: '/api/auth/sign-out',
      params: { all: ['sign-out'] },
      method: 'POST',
      cookie,
      headers: { origin: PUBLIC_URL },
    });
    expect(out.status).toBe(200);
    expect(await whoIs(cookie)).toBeNull();
  });

  it('up is not possible, nor are the other routes of the library', async () => {
    for (const path of ['sign-up/email', 'change-email', 'delete-user', 'update-user', 'request-password-reset']) {
      const response = await call(auth.POST, {
        path: `/api/auth/${path}`,
        params: { all: path.split('/') },
        json: { name: 'Eve', email: 'eve@studio.test', password: PASSWORD },
        cookie: member.cookie,
        headers: { origin: PUBLIC_URL },
      });
      expect(response.status).toBe(404);
    }
    const { auth: library } = studio.services;
    await expect(
      library.api.signUpEmail({ body: { name: 'Eve', email: 'eve@studio.test', password: PASSWORD } }),
    ).rejects.toThrow(/sign up/i);
  });

  it('too often without success is refused for that address alone', async () => {
    const from = (address: string) => ({ 'x-client-address': address });
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1)
      statuses.push((await signIn(member.email, 'not the password', from('192.0.2.1'))).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect((await signIn(member.email, PASSWORD, from('192.0.2.1'))).status).toBe(429);
    expect((await signIn(member.email, PASSWORD, from('192.0.2.2'))).status).toBe(200);
  });
});
