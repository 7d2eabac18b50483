import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cancelRun,
  claimRun,
  entriesAfter,
  expireLeases,
  heartbeat,
  relaunchRun,
  renewLeases,
  runSummary,
  transitionRun,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, claim, iterations, launch, makePair, send } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());

/** As if the trainer had said nothing for longer than its lease. */
const silence = (runId: string) =>
  database.db.prisma.attempt.updateMany({ where: { runId }, data: { leaseUntil: new Date(Date.now() - 60_000) } });

describe('R4: a lease', () => {
  test('that is past fails the run, which says where, and frees the trainer', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 42)]);
    expect(await expireLeases(db)).toEqual([]);
    await silence(runId);
    expect(await expireLeases(db)).toEqual([runId]);
    expect(await expireLeases(db)).toEqual([]);
    const failure = {
      code: 'trainer_lost',
      message: 'The trainer stopped answering at iteration 42. Launch the run again to start over.',
    };
    expect(await runSummary(db, runId)).toMatchObject({ state: 'failed', failure, trainer: 'Box' });
    expect((await entriesAfter(db, runId, 4, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'failed', trainer: 'Box', failure },
    ]);
    // the zombie comes back
    await expect(heartbeat(db, trainerId, { ...hold, iteration: 43 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(send(db, trainerId, assignment, 2, [iterations(43, 43)])).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.prisma.attempt.findMany({ where: { runId } })).toMatchObject([{ outcome: 'lost' }]);
    expect(await claimRun(db, trainerId)).toBeNull();
    const again = await relaunchRun(db, runId, { launchedById: null });
    expect((await claim(db, trainerId)).runId).toBe(again.id);
  });

  test('is extended by a heartbeat and by events', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    await silence(runId);
    expect(await heartbeat(db, trainerId, { ...hold, iteration: 0 })).toEqual({ command: null });
    expect(await expireLeases(db)).toEqual([]);
    await silence(runId);
    await send(db, trainerId, assignment, 1, [iterations(1, 1)]);
    expect(await expireLeases(db)).toEqual([]);
  });

  test('and a heartbeat that come together: one of them wins, whole', async () => {
    const { db } = database;
    for (let n = 0; n < 8; n++) {
      const { runId, trainerId, hold } = await begin(db, domains);
      await silence(runId);
      const [beat, expired] = await Promise.allSettled([
        heartbeat(db, trainerId, { ...hold, iteration: 0 }),
        expireLeases(db),
      ]);
      const lost = expired.status === 'fulfilled' && expired.value.includes(runId);
      expect(beat.status).toBe(lost ? 'rejected' : 'fulfilled');
      expect((await runSummary(db, runId)).state).toBe(lost ? 'failed' : 'running');
      await db.prisma.attempt.updateMany({ where: { runId }, data: { outcome: 'cancelled' } });
    }
  });

  test('is swept once by many sweepers', async () => {
    const { db } = database;
    const runs = await Promise.all([begin(db, domains)]);
    for (const { runId } of runs) await silence(runId);
    const swept = (await Promise.all(Array.from({ length: 5 }, () => expireLeases(db)))).flat();
    expect(swept).toEqual(runs.map(({ runId }) => runId));
  });

  test('starts anew after the web itself was away', async () => {
    const { db } = database;
    const { runId } = await begin(db, domains);
    await silence(runId);
    await renewLeases(db);
    expect(await expireLeases(db)).toEqual([]);
  });
});

describe('R5: cancelling', () => {
  test('a queued run takes effect at once', async () => {
    const { db } = database;
    const { id } = await launch(db, domains);
    expect(await cancelRun(db, id, 'Ada')).toMatchObject({ state: 'cancelled', queuePosition: null });
    expect((await entriesAfter(db, id, 1, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'cancelled', by: 'Ada' },
    ]);
    await expect(cancelRun(db, id, 'Ada')).rejects.toMatchObject({
      code: 'conflict',
      message: 'The run has ended (cancelled); it cannot become cancelled.',
    });
  });

  test('a held run asks its trainer, who repeats it with each heartbeat, and names the person', async () => {
    const { db } = database;
    const { runId, trainerId, hold } = await begin(db, domains);
    expect(await cancelRun(db, runId, 'Ada')).toMatchObject({ state: 'running' });
    expect(await cancelRun(db, runId, 'Ben')).toMatchObject({ state: 'running' });
    expect(await heartbeat(db, trainerId, { ...hold, iteration: 1 })).toEqual({ command: 'cancel' });
    await transitionRun(db, trainerId, { ...hold, to: 'cancelled' });
    expect((await entriesAfter(db, runId, 3, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'cancelled', by: 'Ada', trainer: 'Box' },
    ]);
    expect(await db.prisma.run.findUnique({ where: { id: runId } })).toMatchObject({ command: null, holderId: null });
  });

  test('a run whose trainer is lost cancels it', async () => {
    const { db } = database;
    const { runId } = await begin(db, domains);
    await cancelRun(db, runId, 'Ada');
    await silence(runId);
    expect(await expireLeases(db)).toEqual([runId]);
    expect(await runSummary(db, runId)).toMatchObject({ state: 'cancelled', failure: null });
    expect(await db.prisma.attempt.findMany({ where: { runId } })).toMatchObject([{ outcome: 'lost' }]);
  });

  test('a run that finishes first leaves it finished', async () => {
    const { db } = database;
    const { runId, trainerId, hold } = await begin(db, domains);
    await cancelRun(db, runId, 'Ada');
    await transitionRun(db, trainerId, { ...hold, to: 'finishing' });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    expect(await runSummary(db, runId)).toMatchObject({ state: 'finished' });
    await expect(cancelRun(db, runId, 'Ada')).rejects.toMatchObject({ code: 'conflict' });
  });
});
