import { SweepDetail, SweepSummary } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as cancel from '../src/app/api/sweeps/[id]/cancel/route.ts';
import * as losses from '../src/app/api/sweeps/[id]/losses/route.ts';
import * as relaunch from '../src/app/api/sweeps/[id]/relaunch/route.ts';
import * as sweep from '../src/app/api/sweeps/[id]/route.ts';
import * as sweeps from '../src/app/api/sweeps/route.ts';
import { call } from './call.ts';
import { makeDomain } from './data.ts';
import { type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let member: SignedIn;
let domainIds: string[];
beforeAll(async () => {
  studio = await startStudio();
  member = await studio.signIn('member');
  domainIds = [await makeDomain(studio.services, 'Summer'), await makeDomain(studio.services, 'Winter')];
});
afterAll(() => studio.close());

const axes = [{ field: 'lambdaCycle', values: [5, 7] }];
const launch = (body: object) =>
  call(sweeps.POST, {
    json: { name: 'sweep', domainIds, config: { iterations: 500 }, axes, ...body },
    cookie: member.cookie,
  });
const on = (id: string) => ({ params: { id }, cookie: member.cookie });

describe('R9: a sweep over HTTP', () => {
  it('is launched, listed, looked at, cancelled and launched again', async () => {
    const response = await launch({});
    expect(response.status).toBe(201);
    const made = SweepSummary.parse(await response.json());
    expect(made).toMatchObject({ launchedBy: member.name, states: { queued: 2 } });
    const list = await (await call(sweeps.GET, { cookie: member.cookie })).json();
    expect(list.sweeps).toEqual([made]);
    const detail = SweepDetail.parse(await (await call(sweep.GET, on(made.id))).json());
    expect(detail.runs.map(({ name }) => name)).toEqual(['sweep · lambdaCycle 5', 'sweep · lambdaCycle 7']);
    expect(await (await call(losses.GET, on(made.id))).json()).toEqual({ runs: [] });
    const cancelled = await (await call(cancel.POST, { method: 'POST', ...on(made.id) })).json();
    expect(cancelled).toMatchObject({ runs: 2, sweep: { states: { cancelled: 2 } } });
    expect((await call(cancel.POST, { method: 'POST', ...on(made.id) })).status).toBe(409);
    const again = await (await call(relaunch.POST, { method: 'POST', ...on(made.id) })).json();
    expect(again).toMatchObject({ runs: 2, sweep: { states: { queued: 2 } } });
  });

  it.each([
    ['a value out of range', { axes: [{ field: 'lambdaCycle', values: [5, -1] }] }, 'axes.0.values.1', undefined],
    ['too many runs', { axes: [{ field: 'seed', values: [...Array(64).keys()] }, ...axes] }, 'axes', '64 runs'],
    ['one domain', { domainIds: ['00000000-0000-4000-8000-000000000001'] }, 'domainIds', undefined],
    ['an unknown field', { grid: [] }, '', undefined],
  ])('B1: with %s is refused by name, and nothing is written', async (_what, wrong, field, limit) => {
    const before = await studio.services.db.prisma.run.count();
    const response = await launch(wrong);
    expect(response.status).toBe(422);
    const { error } = await response.json();
    expect(error).toMatchObject({ code: 'invalid', field });
    expect(error.limit).toBe(limit);
    expect(await studio.services.db.prisma.run.count()).toBe(before);
  });
});
