import { readdir, readFile } from 'node:fs/promises';
import { CreateSweepBody, type IterationRecord, SweepDetail, SweepLosses, SweepSummary } from '@combogan/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  addImage,
  cancelRun,
  cancelSweep,
  createSweep,
  listRuns,
  listSweeps,
  relaunchRun,
  relaunchSweep,
  runSummary,
  sweepDetail,
  sweepLosses,
  transitionRun,
} from '../src/index.ts';
import { lastRange } from '../src/sweeps/losses.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { claim, image, launch, makeDomain, makePair, makeTrainer, makeUser, send } from './fixtures.ts';

let database: TestDatabase;
let domainIds: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domainIds = await makePair(database.db);
});
afterAll(() => database.drop());
afterEach(async () => {
  for (const run of await listRuns(database.db))
    if (run.state === 'queued') await cancelRun(database.db, run.id, 'the test');
});

const cycles = (values: number[]) => [{ field: 'lambdaCycle', values }];
const sweep = (body: object, launchedById: string | null = null) =>
  createSweep(database.db, CreateSweepBody.parse({ name: 'sweep', domainIds, config: { iterations: 1000 }, ...body }), {
    launchedById,
  });
const nothing = '00000000-0000-7000-8000-000000000000';

describe('R9: a sweep', () => {
  test('queues one run per point of the grid, as a group, on versions frozen once', async () => {
    const { db } = database;
    const ada = await makeUser(db, 'Ada');
    const axes = [
      { field: 'dropout', values: [false, true] },
      { field: 'lambdaCycle', values: [5, 7, 10] },
    ];
    const made = await sweep({ axes }, ada.id);
    expect(SweepSummary.parse(made)).toEqual(made);
    expect(made).toMatchObject({ name: 'sweep', launchedBy: 'Ada', axes, states: { queued: 6 } });
    const detail = await sweepDetail(db, made.id);
    expect(SweepDetail.parse(detail)).toEqual(detail);
    expect(detail.runs.map(({ name }) => name)).toEqual([
      'sweep · dropout off, lambdaCycle 5',
      'sweep · dropout off, lambdaCycle 7',
      'sweep · dropout off, lambdaCycle 10',
      'sweep · dropout on, lambdaCycle 5',
      'sweep · dropout on, lambdaCycle 7',
      'sweep · dropout on, lambdaCycle 10',
    ]);
    expect(detail.runs.map(({ queuePosition }) => queuePosition)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(detail.runs.map(({ sweep: of }) => of)).toEqual(
      [0, 1, 2, 3, 4, 5].map((point) => ({ id: made.id, name: 'sweep', point })),
    );
    expect(detail.runs[4]?.config).toMatchObject({ dropout: true, lambdaCycle: 7, iterations: 1000, ngf: 32 });
    for (const { domains } of detail.runs) expect(domains).toEqual(detail.runs[0]?.domains);
    expect(await listSweeps(db)).toContainEqual(made);
    const plain = await launch(db, domainIds);
    expect(plain.sweep).toBeNull();
  });

  test('of listed points keeps their names and their order', async () => {
    const { db } = database;
    const points = [
      { set: {} },
      { set: { dropout: true } },
      { name: "talk's best", set: { learningRate: 0.002, decayIterations: 0 } },
    ];
    const made = await sweep({ points });
    expect(made.axes).toBeNull();
    const { runs } = await sweepDetail(db, made.id);
    expect(runs.map(({ name }) => name)).toEqual(['sweep · base', 'sweep · dropout on', "sweep · talk's best"]);
    expect(runs[2]?.config).toMatchObject({ learningRate: 0.002, decayIterations: 0, dropout: false });
  });

  test('leaves nothing behind when a domain cannot be trained on', async () => {
    const { db } = database;
    const empty = await makeDomain(db, 'Empty', { train: 0 });
    const [runs, sweeps] = [await db.prisma.run.count(), await db.prisma.sweep.count()];
    await expect(sweep({ domainIds: [...domainIds, empty], axes: cycles([5, 7]) })).rejects.toMatchObject({
      code: 'invalid',
      field: 'domainIds',
    });
    expect([await db.prisma.run.count(), await db.prisma.sweep.count()]).toEqual([runs, sweeps]);
  });

  test('R3: other launchers take turns with it, however long it is', async () => {
    const { db } = database;
    const [sweeper, ben] = [(await makeUser(db, 'Sweeper')).id, (await makeUser(db, 'Ben')).id];
    const { id } = await sweep({ axes: cycles([1, 2, 3, 4]) }, sweeper);
    const [b1, b2] = [
      await launch(db, domainIds, { name: 'b1', launchedById: ben }),
      await launch(db, domainIds, { name: 'b2', launchedById: ben }),
    ];
    const order: string[] = [];
    for (let n = 0; n < 6; n++) order.push((await claim(db, await makeTrainer(db))).runId);
    const points = (await sweepDetail(db, id)).runs.map((run) => run.id);
    expect(order).toEqual([points[0], b1.id, points[1], b2.id, points[2], points[3]]);
  });
});

describe('R9: a sweep as a whole', () => {
  test('is cancelled: what waits at once, what a trainer holds by command; twice is refused', async () => {
    const { db } = database;
    const { id } = await sweep({ axes: cycles([1, 2, 3]) });
    const trainerId = await makeTrainer(db);
    const held = await claim(db, trainerId);
    const { runs, sweep: after } = await cancelSweep(db, id, 'Ada');
    expect(runs).toBe(3);
    expect(after.states).toEqual({ starting: 1, cancelled: 2 });
    expect((await db.prisma.run.findUniqueOrThrow({ where: { id: held.runId } })).command).toBe('cancel');
    await transitionRun(db, trainerId, { ...held, to: 'cancelled' });
    await expect(cancelSweep(db, id, 'Ada')).rejects.toMatchObject({ code: 'conflict' });
    await expect(cancelSweep(db, nothing, 'Ada')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('launches what failed or was cancelled again, in its place and on the same versions, once', async () => {
    const { db } = database;
    const { id } = await sweep({ axes: cycles([1, 2, 3]) });
    await expect(relaunchSweep(db, id, { launchedById: null })).rejects.toMatchObject({ code: 'conflict' });
    const trainerId = await makeTrainer(db);
    const assignment = await claim(db, trainerId);
    await transitionRun(db, trainerId, {
      ...assignment,
      to: 'failed',
      failure: { code: 'diverged', message: 'diverged at iteration 3' },
    });
    const before = (await sweepDetail(db, id)).runs;
    await cancelRun(db, before[1]?.id ?? '', 'Ada');
    await addImage(db, domainIds[0] ?? '', image('since the sweep'));

    const answers = await Promise.allSettled([1, 2].map(() => relaunchSweep(db, id, { launchedById: null })));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const after = (await sweepDetail(db, id)).runs;
    expect(after.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
    expect(after.map(({ config }) => config)).toEqual(before.map(({ config }) => config));
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    expect(after[0]?.domains).toEqual(before[0]?.domains);
    expect(after[2]?.id).toBe(before[2]?.id);
    expect(await runSummary(db, before[0]?.id ?? '')).toMatchObject({ state: 'failed', sweep: null });
  });

  test('one of its runs launched again by itself takes its place, unless it had finished', async () => {
    const { db } = database;
    const { id } = await sweep({ axes: cycles([1, 2]) });
    const [first] = (await sweepDetail(db, id)).runs;
    await cancelRun(db, first?.id ?? '', 'Ada');
    const again = await relaunchRun(db, first?.id ?? '', { launchedById: null });
    expect(again.sweep).toEqual(first?.sweep);
    const twice = await relaunchRun(db, first?.id ?? '', { launchedById: null });
    expect(twice.sweep).toBeNull();
    await db.prisma.run.update({ where: { id: again.id }, data: { state: 'finished' } });
    expect((await relaunchRun(db, again.id, { launchedById: null })).sweep).toBeNull();
    expect((await sweepDetail(db, id)).runs[0]?.id).toBe(again.id);
  });
});

describe("R9: a sweep's losses", () => {
  const value = (iteration: number, domain: number) => Math.sin(iteration * (domain + 2)) + domain;
  const record = (iteration: number): IterationRecord => ({
    iteration,
    domains: ['a', 'b'],
    losses: {
      a: { cycle: value(iteration, 0), gan: 1 },
      // drawn in every third iteration only: it must count as much as the other
      ...(iteration % 3 === 0 && { b: { cycle: value(iteration, 1) } }),
    },
    learningRate: 0.0002,
    ms: 1,
  });

  test.each([7, 300, 1500])('of a run of %i iterations are exact means over its last twentieth', async (iterations) => {
    const { db } = database;
    const { id } = await sweep({ config: { iterations }, axes: cycles([1, 2]) });
    const trainerId = await makeTrainer(db);
    const assignment = await claim(db, trainerId);
    await transitionRun(db, trainerId, { ...assignment, to: 'running' });
    let seq = 1;
    for (let at = 1; at <= iterations; at += 37, seq++) {
      const records = Array.from({ length: Math.min(37, iterations - at + 1) }, (_, n) => record(at + n));
      await send(db, trainerId, assignment, seq, [{ kind: 'iterations', records }]);
    }
    const answer = await sweepLosses(db, id);
    expect(SweepLosses.parse(answer)).toEqual(answer);
    // the other run has not begun
    expect(answer.runs.map(({ runId }) => runId)).toEqual([assignment.runId]);
    const [losses] = answer.runs;
    const { from, to } = lastRange(iterations);
    expect(losses).toMatchObject({ from, to: iterations });
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const all = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    const a = mean(all.map((n) => value(n, 0)));
    const b = mean(all.filter((n) => n % 3 === 0).map((n) => value(n, 1)));
    expect(losses?.final.cycle).toBeCloseTo((a + b) / 2, 10);
    expect(losses?.final.gan).toBe(1);
    expect(losses?.final.identity).toBeUndefined();
    const curve = losses?.curve ?? [];
    expect(curve.length).toBeLessThanOrEqual(96);
    expect(curve.at(-1)?.iteration).toBe(iterations);
    expect(curve.map(({ iteration }) => iteration)).toEqual(
      [...curve.map(({ iteration }) => iteration)].sort((x, y) => x - y),
    );
    await transitionRun(db, trainerId, { ...assignment, to: 'failed', failure: { code: 'engine', message: 'no' } });
  });

  test('are as exact for roll-ups made before they held sums', async () => {
    const { pool } = database.db;
    const folder = new URL('../../../prisma/migrations/', import.meta.url);
    const name = (await readdir(folder)).find((entry) => entry.endsWith('_sweeps'));
    const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
    const fill = sql.slice(sql.indexOf('WITH "values"'));
    const rollups = async () =>
      (await pool.query('SELECT * FROM loss_rollups ORDER BY run_id, level, bucket')).rows.flatMap(({ series }) =>
        Object.entries<number[]>(series).flatMap(([name, cell]) => (name.includes('.') ? [cell] : [])),
      );
    const before = await rollups();
    expect(before.length).toBeGreaterThan(100);
    await pool.query(
      'UPDATE loss_rollups SET series = (SELECT jsonb_object_agg(key, value - 5) FROM jsonb_each(series))',
    );
    await pool.query(fill);
    const after = await rollups();
    for (const [n, cell] of after.entries()) {
      expect(cell.slice(0, 5)).toEqual(before[n]?.slice(0, 5));
      expect(cell[5]).toBeCloseTo(before[n]?.[5] ?? Number.NaN, 8);
    }
  });

  test('of a sweep that is not there are not found', () =>
    expect(sweepLosses(database.db, nothing)).rejects.toMatchObject({ code: 'not_found' }));

  test('the last twentieth is a twentieth, or a little more to begin at a bucket', () => {
    expect(lastRange(1_000_000)).toEqual({ from: 950_001, to: 1_000_000 });
    expect(lastRange(300)).toEqual({ from: 281, to: 300 });
    expect(lastRange(1)).toEqual({ from: 1, to: 1 });
  });
});
