import { randomUUID } from 'node:crypto';
import { RunConfig } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as domain from '../src/app/api/domains/[id]/route.ts';
import * as cancel from '../src/app/api/runs/[id]/cancel/route.ts';
import * as events from '../src/app/api/runs/[id]/events/route.ts';
import * as relaunch from '../src/app/api/runs/[id]/relaunch/route.ts';
import * as run from '../src/app/api/runs/[id]/route.ts';
import * as series from '../src/app/api/runs/[id]/series/route.ts';
import * as runs from '../src/app/api/runs/route.ts';
import { call } from './call.ts';
import { makeDomain, makeRun } from './data.ts';
import { type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let member: SignedIn;
let domainIds: string[];
beforeAll(async () => {
  studio = await startStudio();
  member = await studio.signIn('member');
  domainIds = [await makeDomain(studio.services, 'Summer'), await makeDomain(studio.services, 'Winter', 4)];
});
afterAll(() => studio.close());

const launch = (body: unknown) => call(runs.POST, { path: '/api/runs', json: body, cookie: member.cookie });
const on = (id: string) => ({ params: { id }, cookie: member.cookie });

describe('launching a run', () => {
  it('queues it with every option filled in', async () => {
    const response = await launch({ name: 'Seasons', domainIds, config: { iterations: 500 } });
    expect(response.status).toBe(201);
    const summary = await response.json();
    expect(summary).toMatchObject({ name: 'Seasons', state: 'queued', iterations: 500, launchedBy: member.name });
    expect(summary.domains.map(({ key }: { key: string }) => key)).toEqual(['summer', 'winter']);
    const detail = await (await call(run.GET, on(summary.id))).json();
    expect(detail.config).toEqual(RunConfig.parse({ iterations: 500 }));
    const list = await (await call(runs.GET, { cookie: member.cookie })).json();
    expect(list.runs.map(({ id }: { id: string }) => id)).toContain(summary.id);
  });

  it.each([
    ['one domain only', () => ({ domainIds: domainIds.slice(0, 1) }), 'domainIds', 'at least 2 domains'],
    ['a domain twice', () => ({ domainIds: [domainIds[0], domainIds[0]] }), 'domainIds', 'twice'],
    ['a domain that is gone', () => ({ domainIds: [domainIds[0], randomUUID()] }), 'domainIds', ''],
    ['an option out of range', () => ({ config: { size: 4096 } }), 'config.size', 'between 32 and 512'],
    ['a size that does not divide', () => ({ config: { size: 66 } }), 'config.size', 'multiple of 4'],
    ['options that contradict', () => ({ config: { size: 64, loadSize: 40 } }), 'config.loadSize', 'at least size'],
    ['an unknown option', () => ({ config: { lambda: 10 } }), 'config', 'lambda'],
    ['no name', () => ({ name: ' ' }), 'name', 'empty'],
  ])('with %s is refused by name', async (_what, wrong, field, says) => {
    const before = await studio.services.db.prisma.run.count();
    const response = await launch({ name: 'Wrong', domainIds, config: {}, ...wrong() });
    expect(response.status).toBe(422);
    const { error } = await response.json();
    expect(error).toMatchObject({ code: 'invalid', field });
    expect(error.message).toContain(says);
    expect(await studio.services.db.prisma.run.count()).toBe(before);
  });

  it.each([
    ['not JSON', '{"name":'],
    ['too large', JSON.stringify({ name: 'x'.repeat(300_000) })],
  ])('with a body that is %s is refused', async (_what, body) => {
    const response = await call(runs.POST, { body: Buffer.from(body), cookie: member.cookie });
    expect([413, 422]).toContain(response.status);
  });

  it('freezes its domains: they cannot be deleted, and the refusal lists the run (D5)', async () => {
    const { id } = await (await launch({ name: 'Keeps them', domainIds, config: {} })).json();
    const response = await call(domain.DELETE, { method: 'DELETE', ...on(domainIds[0] ?? '') });
    expect(response.status).toBe(409);
    expect((await response.json()).error.message).toContain('Keeps them');
    expect((await call(run.GET, on(id))).status).toBe(200);
  });
});

describe('a run', () => {
  it('is cancelled by name once, and launched again as a new one', async () => {
    const { id } = await makeRun(studio.services);
    const cancelled = await (await call(cancel.POST, { method: 'POST', ...on(id) })).json();
    expect(cancelled).toMatchObject({ id, state: 'cancelled' });
    expect((await call(cancel.POST, { method: 'POST', ...on(id) })).status).toBe(409);
    const log = await (await call(events.GET, { path: '/?after=1', ...on(id) })).json();
    expect(log.seq).toBe(2);
    expect(log.entries).toMatchObject([{ seq: 2, event: { kind: 'state', state: 'cancelled', by: member.name } }]);
    const again = await call(relaunch.POST, { method: 'POST', ...on(id) });
    expect(again.status).toBe(201);
    const fresh = await again.json();
    expect(fresh).toMatchObject({ state: 'queued', launchedBy: member.name });
    expect(fresh.id).not.toBe(id);
  });

  it('answers charts and log by page, and refuses nonsense in the query', async () => {
    const { id } = await makeRun(studio.services);
    expect(await (await call(series.GET, { path: '/?buckets=100', ...on(id) })).json()).toMatchObject({ series: {} });
    const wrong = await call(series.GET, { path: '/?buckets=1000000', ...on(id) });
    expect(wrong.status).toBe(422);
    expect((await wrong.json()).error.field).toBe('buckets');
    expect((await call(events.GET, { path: '/?after=-1', ...on(id) })).status).toBe(422);
  });

  it('that does not exist is not found, whatever its name looks like', async () => {
    for (const id of [randomUUID(), 'x', '../../etc/passwd'])
      for (const response of [await call(run.GET, on(id)), await call(cancel.POST, { method: 'POST', ...on(id) })])
        expect(response.status).toBe(404);
  });
});
