import { CommentList, LIVE, NotificationList } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as restore from '../src/app/api/comments/[id]/restore/route.ts';
import * as comment from '../src/app/api/comments/[id]/route.ts';
import * as read from '../src/app/api/notifications/read/route.ts';
import * as notifications from '../src/app/api/notifications/route.ts';
import * as preferences from '../src/app/api/preferences/route.ts';
import * as activity from '../src/app/api/runs/[id]/activity/route.ts';
import * as comments from '../src/app/api/runs/[id]/comments/route.ts';
import { call } from './call.ts';
import { makeRun } from './data.ts';
import { connectViewer, type ViewerClient, watch } from './sockets.ts';
import { type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let owner: SignedIn;
let member: SignedIn;
let viewer: SignedIn;
let runId: string;
beforeAll(async () => {
  studio = await startStudio();
  [owner, member, viewer] = [
    await studio.signIn('owner'),
    await studio.signIn('member'),
    await studio.signIn('viewer'),
  ];
  runId = (await makeRun(studio.services)).id;
  await studio.services.db.prisma.run.update({ where: { id: runId }, data: { launchedById: owner.id } });
});
afterAll(() => studio.close());

const say = (json: object, { cookie }: SignedIn = member) =>
  call(comments.POST, { cookie, params: { id: runId }, json });
const list = async () =>
  CommentList.parse(await (await call(comments.GET, { cookie: viewer.cookie, params: { id: runId } })).json()).comments;
const inbox = async ({ cookie }: SignedIn) =>
  NotificationList.parse(await (await call(notifications.GET, { cookie })).json());
const heard = (socket: ViewerClient, event: typeof LIVE.comments | typeof LIVE.notifications) =>
  new Promise<void>((resolve) => socket.once(event, () => resolve()));

describe('E5: comments over HTTP and sockets', () => {
  it('are heard by everyone who watches the run, and their mentions by whom they mention', async () => {
    const [watching, elsewhere] = await Promise.all(
      [viewer, owner].map(({ cookie }) => connectViewer(studio.url, { cookie })),
    );
    if (!watching || !elsewhere) throw new Error('no sockets');
    await watch(watching, runId).join(null);
    const [commented, told] = [heard(watching, LIVE.comments), heard(elsewhere, LIVE.notifications)];
    const response = await say({ body: 'hello @The owner' });
    expect(response.status).toBe(201);
    const { id } = await response.json();
    await Promise.all([commented, told]);
    expect(await list()).toMatchObject([{ id, body: 'hello @The owner', author: { id: member.id } }]);
    expect(await inbox(owner)).toMatchObject({ unread: 1, notifications: [{ kind: 'mentioned', read: false }] });

    for (const change of [
      () => call(comment.PATCH, { method: 'PATCH', cookie: member.cookie, params: { id }, json: { body: 'edited' } }),
      () => call(comment.DELETE, { method: 'DELETE', cookie: member.cookie, params: { id } }),
      () => call(restore.POST, { method: 'POST', cookie: member.cookie, params: { id } }),
    ]) {
      const again = heard(watching, LIVE.comments);
      expect((await change()).status).toBeLessThan(300);
      await again;
    }
    expect(await list()).toMatchObject([{ id, body: 'edited' }]);
    const readBy = heard(elsewhere, LIVE.notifications);
    expect((await call(read.POST, { cookie: owner.cookie, json: {} })).status).toBe(204);
    await readBy;
    expect((await inbox(owner)).unread).toBe(0);
    watching.close();
    elsewhere.close();
  });

  it('keep any text as it is, markup included', async () => {
    const body = '<img src=x onerror="alert(1)"> </script> & "quotes" \u2028 🎨';
    const response = await say({ body });
    expect((await response.json()).body).toBe(body);
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('B1: are refused with the field and the limit', async () => {
    for (const [json, field] of [
      [{ body: '' }, 'body'],
      [{ body: 'x'.repeat(2001) }, 'body'],
      [{ body: 'a \0 b' }, 'body'],
      [{ body: 'x', iteration: -1 }, 'iteration'],
      [{ body: 'x', iteration: 1 }, 'iteration'],
      [{ body: 'x', iteration: 0, cell: { source: 'a', probe: 0, target: 'nowhere' } }, 'cell.source'],
    ] as const) {
      const response = await say(json);
      expect([response.status, (await response.json()).error.field]).toEqual([422, field]);
    }
    const gone = await call(comments.POST, {
      cookie: member.cookie,
      params: { id: '0190a0a0-0000-7000-8000-000000000000' },
      json: { body: 'x' },
    });
    expect(gone.status).toBe(404);
  });

  it('too many in a minute are refused for that person alone', async () => {
    const hasty = await studio.signIn('member');
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) statuses.push((await say({ body: `${n}` }, hasty)).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 201), 429]);
    expect((await say({ body: 'calm' })).status).toBe(201);
  });
});

describe('E5: activity', () => {
  it('says what people did, by name', async () => {
    const response = await call(activity.GET, { cookie: viewer.cookie, params: { id: runId } });
    // the studio itself queued it
    expect(await response.json()).toEqual({ entries: [] });
  });
});

describe('N1: preferences', () => {
  it('mute what one does not want to be told', async () => {
    const put = (json: object) => call(preferences.PUT, { method: 'PUT', cookie: viewer.cookie, json });
    expect(await (await put({ muted: ['mentioned', 'mentioned'] })).json()).toEqual({ muted: ['mentioned'] });
    expect((await put({ muted: ['everything'] })).status).toBe(422);
    expect(await (await call(preferences.GET, { cookie: viewer.cookie })).json()).toEqual({ muted: ['mentioned'] });
    await say({ body: '@The viewer' });
    expect((await inbox(viewer)).notifications).toEqual([]);
  });
});
