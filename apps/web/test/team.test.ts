import { LIVE, SessionList } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as auth from '../src/app/api/auth/[...all]/route.ts';
import * as invite from '../src/app/api/invites/[id]/route.ts';
import * as invites from '../src/app/api/invites/route.ts';
import * as join from '../src/app/api/join/route.ts';
import * as me from '../src/app/api/me/route.ts';
import * as session from '../src/app/api/sessions/[id]/route.ts';
import * as sessions from '../src/app/api/sessions/route.ts';
import * as member from '../src/app/api/team/[id]/route.ts';
import * as team from '../src/app/api/team/route.ts';
import { call } from './call.ts';
import { connectViewer, type ViewerClient } from './sockets.ts';
import { cookieOf, PASSWORD, PUBLIC_URL, type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let owner: SignedIn;
beforeAll(async () => {
  studio = await startStudio();
  owner = await studio.signIn('owner');
});
afterAll(() => studio.close());

const whoIs = async (cookie: string) => (await (await call(me.GET, { cookie })).json()).me;
/** Makes an invite and returns its token. */
const invited = async (json: object = {}) => {
  const response = await call(invites.POST, { cookie: owner.cookie, json });
  expect(response.status).toBe(201);
  const made = await response.json();
  expect(made.link).toMatch(new RegExp(`^${PUBLIC_URL}/join/[\\w-]{43}$`));
  return { id: String(made.id), token: String(made.link.split('/').at(-1)) };
};
const closed = (socket: ViewerClient) =>
  new Promise<string>((resolve) => socket.once('disconnect', (reason) => resolve(reason)));

describe('A1: joining by an invite', () => {
  it('makes an account of its role and signs in; the link works once', async () => {
    const { token } = await invited({ role: 'viewer' });
    const body = { token, name: ' Bo ', email: 'Bo@Studio.test', password: PASSWORD };
    const response = await call(join.POST, { json: body });
    expect(response.status).toBe(201);
    expect(await whoIs(cookieOf(response))).toMatchObject({ name: 'Bo', email: 'bo@studio.test', role: 'viewer' });
    const { members } = await (await call(team.GET, { cookie: cookieOf(response) })).json();
    expect(members).toContainEqual(expect.objectContaining({ name: 'Bo', role: 'viewer' }));
    expect((await call(join.POST, { json: { ...body, email: 'eve@studio.test' } })).status).toBe(403);
    expect(studio.logged()).not.toContain(token);
  });

  it('is refused for a wrong part, which is named, and the invite can still be used', async () => {
    const { token } = await invited();
    const body = { token, name: 'Cy', email: 'cy@studio.test', password: PASSWORD };
    const wrong = [
      { part: 'token', with: { token: 'guessed' }, status: 403 },
      { part: 'name', with: { name: ' ' }, status: 422 },
      { part: 'password', with: { password: 'short' }, status: 422 },
      { part: 'email', with: { email: owner.email }, status: 409 },
    ];
    for (const [n, { part, with: other, status }] of wrong.entries()) {
      const headers = { 'x-client-address': `192.0.2.${n}` };
      const response = await call(join.POST, { json: { ...body, ...other }, headers });
      expect([response.status, (await response.json()).error.field]).toEqual([status, part]);
    }
    expect((await call(join.POST, { json: body })).status).toBe(201);
  });

  it('is not possible with a revoked link, nor by guessing', async () => {
    const { id, token } = await invited();
    const revoke = () => call(invite.DELETE, { method: 'DELETE', cookie: owner.cookie, params: { id } });
    expect((await revoke()).status).toBe(204);
    expect((await revoke()).status).toBe(404);
    const headers = { 'x-client-address': '198.51.100.1' };
    const body = { token, name: 'Eve', email: 'eve@studio.test', password: PASSWORD };
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await call(join.POST, { json: body, headers })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
  });

  it('B1: an invite for an owner, or for longer than allowed, is refused', async () => {
    for (const [json, field] of [
      [{ role: 'owner' }, 'role'],
      [{ days: 31 }, 'days'],
      [{ days: 0 }, 'days'],
    ] as const) {
      const response = await call(invites.POST, { cookie: owner.cookie, json });
      expect([response.status, (await response.json()).error.field]).toEqual([422, field]);
    }
  });
});

describe('A1, A2: whoever is removed', () => {
  it('is signed out at once, and open sockets close', async () => {
    const leaving = await studio.signIn('member');
    const sockets = await Promise.all([1, 2].map(() => connectViewer(studio.url, { cookie: leaving.cookie })));
    const witness = await connectViewer(studio.url, { cookie: owner.cookie });
    const gone = sockets.map(closed);
    const remove = { method: 'DELETE', cookie: owner.cookie, params: { id: leaving.id } };
    expect((await call(member.DELETE, remove)).status).toBe(204);
    expect(await Promise.all(gone)).toEqual(['io server disconnect', 'io server disconnect']);
    expect(await whoIs(leaving.cookie)).toBeNull();
    await expect(connectViewer(studio.url, { cookie: leaving.cookie })).rejects.toMatchObject({
      data: { code: 'unauthenticated' },
    });
    const signIn = await call(auth.POST, {
      path: '/api/auth/sign-in/email',
      params: { all: ['sign-in', 'email'] },
      json: { email: leaving.email, password: PASSWORD },
      headers: { origin: PUBLIC_URL, 'content-type': 'application/json' },
    });
    expect(signIn.status).toBe(401);
    expect(await witness.emitWithAck(LIVE.watchList)).toEqual({ ok: true });
    witness.close();
    expect((await call(member.DELETE, remove)).status).toBe(404);
  });

  it('stays out, even with a session that began at that very moment', async () => {
    const leaving = await studio.signIn('member');
    await studio.services.db.prisma.user.update({ where: { id: leaving.id }, data: { removedAt: new Date() } });
    expect(await whoIs(leaving.cookie)).toBeNull();
  });
});

describe('A1: roles', () => {
  it('change at once for requests and are told to open pages; the last owner stays', async () => {
    const rising = await studio.signIn('viewer');
    const socket = await connectViewer(studio.url, { cookie: rising.cookie });
    const told = new Promise<void>((resolve) => socket.once(LIVE.person, resolve));
    const change = (id: string, role: string) =>
      call(member.PATCH, { method: 'PATCH', cookie: owner.cookie, params: { id }, json: { role } });
    expect((await change(rising.id, 'member')).status).toBe(204);
    await told;
    expect(await whoIs(rising.cookie)).toMatchObject({ role: 'member' });
    socket.close();
    const last = await change(owner.id, 'member');
    expect([last.status, (await last.json()).error.field]).toEqual([409, 'role']);
    expect((await change(rising.id, 'king')).status).toBe(422);
    expect((await change('nobody', 'member')).status).toBe(404);
  });
});

describe('A1: sessions', () => {
  const list = async (cookie: string) =>
    SessionList.parse(await (await call(sessions.GET, { cookie })).json()).sessions;
  const again = async ({ email }: SignedIn) =>
    cookieOf(await studio.services.auth.api.signInEmail({ body: { email, password: PASSWORD }, asResponse: true }));

  it('are listed and ended one by one, or all others; nobody ends those of someone else', async () => {
    const person = await studio.signIn('viewer');
    const [second, third] = [await again(person), await again(person)];
    expect((await list(person.cookie)).map(({ current }) => current).filter(Boolean)).toHaveLength(1);
    expect(await list(person.cookie)).toHaveLength(3);
    const [secondId] = (await list(second)).filter(({ current }) => current).map(({ id }) => id);
    const end = (cookie: string) => call(session.DELETE, { method: 'DELETE', cookie, params: { id: secondId ?? '' } });
    expect((await end(owner.cookie)).status).toBe(404);

    const sockets = await Promise.all(
      [second, third, person.cookie].map((cookie) => connectViewer(studio.url, { cookie })),
    );
    const [secondGone, thirdGone] = sockets.map(closed);
    expect((await end(person.cookie)).status).toBe(204);
    expect(await secondGone).toBe('io server disconnect');
    expect(await whoIs(second)).toBeNull();
    expect(await whoIs(third)).not.toBeNull();

    expect((await call(sessions.DELETE, { method: 'DELETE', cookie: person.cookie })).status).toBe(204);
    expect(await thirdGone).toBe('io server disconnect');
    expect(await list(person.cookie)).toMatchObject([{ current: true }]);
    expect(await sockets[2]?.emitWithAck(LIVE.watchList)).toEqual({ ok: true });
    sockets[2]?.close();
  });

  it('signing out closes the sockets of that session', async () => {
    const person = await studio.signIn('viewer');
    const socket = await connectViewer(studio.url, { cookie: person.cookie });
    const gone = closed(socket);
    await call(auth.POST, {
      path: '/api/auth/sign-out',
      params: { all: ['sign-out'] },
      method: 'POST',
      cookie: person.cookie,
      headers: { origin: PUBLIC_URL },
    });
    expect(await gone).toBe('io server disconnect');
  });
});
