import { RunAssignment, TIMING } from '@combogan/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  cancelRun,
  checkAttempt,
  claimRun,
  heartbeat,
  listRuns,
  releaseTrainer,
  runSummary,
  transitionRun,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, claim, launch, makePair, makeTrainer, makeUser } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());
afterEach(async () => {
  for (const run of await listRuns(database.db))
    if (run.state === 'queued') await cancelRun(database.db, run.id, 'the test');
});

describe('R3: the queue', () => {
  test('gives each of 5 runs to one of 20 trainers that ask at once', async () => {
    const { db } = database;
    const runs = await Promise.all(Array.from({ length: 5 }, () => launch(db, domains)));
    const trainers = await Promise.all(Array.from({ length: 20 }, () => makeTrainer(db)));
    const answers = await Promise.all(trainers.map((id) => claimRun(db, id)));
    const claimed = answers.filter((answer) => answer !== null).map(({ runId }) => runId);
    expect(claimed.sort()).toEqual(runs.map(({ id }) => id).sort());
  });

  test('takes turns between launchers, then goes by arrival', async () => {
    const { db } = database;
    const ann = (await makeUser(db, 'Ann')).id;
    const ben = (await makeUser(db, 'Ben')).id;
    const queue = async (name: string, launchedById: string | null) =>
      (await launch(db, domains, { name, launchedById })).id;
    const [a1, a2, a3, b1, b2, demo] = [
      await queue('a1', ann),
      await queue('a2', ann),
      await queue('a3', ann),
      await queue('b1', ben),
      await queue('b2', ben),
      await queue('demo', null),
    ];
    // the studio's own runs were served before (above), the two people never
    const expected = [a1, b1, demo, a2, b2, a3];
    const places = await Promise.all(expected.map(async (id) => (await runSummary(db, id)).queuePosition));
    expect(places).toEqual([1, 2, 3, 4, 5, 6]);
    const order: string[] = [];
    for (let n = 0; n < 6; n++) order.push((await claim(db, await makeTrainer(db))).runId);
    expect(order).toEqual(expected);
    // Ann was served last, so Ben's next comes before hers although it came later
    const [a4, b3] = [await queue('a4', ann), await queue('b3', ben)];
    expect((await claim(db, await makeTrainer(db))).runId).toBe(b3);
    expect((await claim(db, await makeTrainer(db))).runId).toBe(a4);
  });

  test('tells a run that left it no place', async () => {
    const { db } = database;
    const first = await launch(db, domains);
    const second = await launch(db, domains);
    expect(second.queuePosition).toBe(2);
    await cancelRun(db, first.id, 'Ada');
    expect((await runSummary(db, first.id)).queuePosition).toBeNull();
    expect((await runSummary(db, second.id)).queuePosition).toBe(1);
  });
});

describe('R4: a claim', () => {
  test('brings everything to train with, a lease, and the name of the trainer', async () => {
    const { db } = database;
    const run = await launch(db, domains);
    const trainerId = await makeTrainer(db, 'Box');
    const assignment = await claim(db, trainerId);
    expect(RunAssignment.parse(assignment)).toEqual(assignment);
    expect(assignment).toMatchObject({ runId: run.id, trainerSeq: 0 });
    expect(await runSummary(db, run.id)).toMatchObject({
      state: 'starting',
      trainer: 'Box',
      engine: 'compiled/cpu',
      seq: 2,
    });
    const [lease] = await db.prisma.$queryRaw<{ ms: number }[]>`
      SELECT extract(epoch FROM lease_until - clock_timestamp())::float8 * 1000 AS ms FROM attempts
       WHERE run_id = ${run.id}::uuid`;
    expect(lease?.ms).toBeGreaterThan(TIMING.leaseFor - 5_000);
    expect(lease?.ms).toBeLessThanOrEqual(TIMING.leaseFor);
    await checkAttempt(db, trainerId, run.id, assignment.attemptToken);
  });

  test('keeps only a hash of the attempt token', async () => {
    const { db } = database;
    await launch(db, domains);
    const { attemptToken } = await claim(db, await makeTrainer(db));
    const dump = JSON.stringify(await db.prisma.attempt.findMany());
    expect(dump).not.toContain(attemptToken);
  });

  test('is refused to a trainer that is not connected', async () => {
    const { db } = database;
    await launch(db, domains);
    const trainerId = await makeTrainer(db);
    await releaseTrainer(db, trainerId);
    await expect(claimRun(db, trainerId)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('whose answer was lost gets the same run again; the first token no longer counts', async () => {
    const { db } = database;
    const run = await launch(db, domains);
    await launch(db, domains);
    const trainerId = await makeTrainer(db);
    const lost = await claim(db, trainerId);
    const again = await claim(db, trainerId);
    expect(again).toEqual({ ...lost, attemptToken: again.attemptToken });
    expect(again.runId).toBe(run.id);
    await expect(heartbeat(db, trainerId, { ...lost, iteration: 0 })).rejects.toMatchObject({ code: 'conflict' });
    expect(await heartbeat(db, trainerId, { ...again, iteration: 0 })).toMatchObject({ command: null });
  });

  test('gives no second run to a trainer that has begun one', async () => {
    const { db } = database;
    const { trainerId, hold } = await begin(db, domains);
    await launch(db, domains);
    expect(await claimRun(db, trainerId)).toBeNull();
    await transitionRun(db, trainerId, { ...hold, to: 'failed', failure: { code: 'engine', message: 'no' } });
    expect(await claimRun(db, trainerId)).not.toBeNull();
  });

  test('made twice at once by one trainer takes one run', async () => {
    const { db } = database;
    await launch(db, domains);
    await launch(db, domains);
    const trainerId = await makeTrainer(db);
    const answers = await Promise.all([1, 2, 3, 4].map(() => claim(db, trainerId)));
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect((await listRuns(db)).filter(({ state }) => state === 'queued')).toHaveLength(1);
  });
});
