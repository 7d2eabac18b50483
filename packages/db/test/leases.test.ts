import { RunAssignment } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cancelRun,
  entriesAfter,
  expireLeases,
  heartbeat,
  pauseRun,
  relaunchRun,
  renewLeases,
  resumeRun,
  runSummary,
  transitionRun,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, checkpoint, claim, iterations, launch, makePair, makeTrainer, send, sha } from './fixtures.ts';

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
  test('that is past puts the run back into the queue, which says where it resumes, and frees the trainer', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 42), checkpoint(40)]);
    expect(await expireLeases(db)).toEqual([]);
    await silence(runId);
    expect(await expireLeases(db)).toEqual([runId]);
    expect(await expireLeases(db)).toEqual([]);
    expect(await runSummary(db, runId)).toMatchObject({
      state: 'queued',
      failure: null,
      trainer: null,
      queuePosition: 1,
      resumesFrom: 40,
    });
    expect((await entriesAfter(db, runId, 5, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'queued', trainer: 'Box', cause: 'lost', resumesFrom: 40 },
    ]);
    // the zombie comes back
    await expect(heartbeat(db, trainerId, { ...hold, iteration: 43 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(send(db, trainerId, assignment, 3, [iterations(43, 43)])).rejects.toMatchObject({ code: 'conflict' });
    expect(await db.prisma.attempt.findMany({ where: { runId } })).toMatchObject([{ outcome: 'lost' }]);

    // R8: the next attempt is told where to begin and what it need not send again
    const next = await claim(db, await makeTrainer(db, 'Other'));
    expect(RunAssignment.parse(next)).toEqual(next);
    expect(next).toMatchObject({
      runId,
      trainerSeq: 2,
      checkpoint: { iteration: 40, sha256: sha('checkpoint 40'), bytes: 500 },
      stored: { iteration: 42, sample: null },
    });
    await db.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled', holderId: null } });
  });

  test('that is past during a pause leaves the run paused', async () => {
    const { db } = database;
    const { runId } = await begin(db, domains);
    await pauseRun(db, runId, 'Ada');
    await silence(runId);
    expect(await expireLeases(db)).toEqual([runId]);
    expect(await runSummary(db, runId)).toMatchObject({ state: 'paused', resumesFrom: 0 });
  });

  test('lost three times in a row without progress fails the run, with the reason', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 7)]);
    const lose = async () => {
      await silence(runId);
      await expireLeases(db);
      return (await runSummary(db, runId)).state;
    };
    expect(await lose()).toBe('queued');
    for (const state of ['queued', 'queued', 'failed']) {
      expect((await claim(db, await makeTrainer(db))).runId).toBe(runId);
      expect(await lose()).toBe(state);
    }
    expect(await runSummary(db, runId)).toMatchObject({
      failure: {
        code: 'trainer_lost',
        message: expect.stringMatching(/^3 attempts in a row were lost without getting beyond iteration 7: /),
      },
    });
    const again = await relaunchRun(db, runId, { launchedById: null });
    expect((await claim(db, trainerId)).runId).toBe(again.id);
    await db.prisma.run.update({ where: { id: again.id }, data: { state: 'cancelled', holderId: null } });
  });

  test('lost often, but never without progress, does not fail the run', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    let [holder, held] = [trainerId, assignment];
    for (let n = 1; n <= 5; n++) {
      await send(db, holder, held, n, [iterations(n, n)]);
      await silence(runId);
      await expireLeases(db);
      holder = await makeTrainer(db);
      held = await claim(db, holder);
      expect(held).toMatchObject({ runId, trainerSeq: n, checkpoint: null, stored: { iteration: n } });
    }
    await db.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled', holderId: null } });
  });

  test('leaves the run its place among those of its launcher', async () => {
    const { db } = database;
    const { runId } = await begin(db, domains);
    const later = await launch(db, domains);
    await silence(runId);
    await expireLeases(db);
    expect((await runSummary(db, runId)).queuePosition).toBe(1);
    for (const id of [runId, later.id]) await cancelRun(db, id, 'Ada');
  });

  test('is extended by a heartbeat and by events', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    await silence(runId);
    expect(await heartbeat(db, trainerId, { ...hold, iteration: 0 })).toMatchObject({ command: null });
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
      expect((await runSummary(db, runId)).state).toBe(lost ? 'queued' : 'running');
      await db.prisma.attempt.updateMany({ where: { runId }, data: { outcome: 'cancelled' } });
      await db.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled', holderId: null } });
    }
  });

  test('is swept once by many sweepers', async () => {
    const { db } = database;
    const runs = await Promise.all([begin(db, domains)]);
    for (const { runId } of runs) await silence(runId);
    const swept = (await Promise.all(Array.from({ length: 5 }, () => expireLeases(db)))).flat();
    expect(swept).toEqual(runs.map(({ runId }) => runId));
    for (const runId of swept) await cancelRun(db, runId, 'Ada');
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
    expect(await heartbeat(db, trainerId, { ...hold, iteration: 1 })).toMatchObject({ command: 'cancel' });
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

describe('R5: pausing', () => {
  test('a waiting run takes effect at once, and resuming puts it back into the queue', async () => {
    const { db } = database;
    const { id } = await launch(db, domains);
    expect(await pauseRun(db, id, 'Ada')).toMatchObject({ state: 'paused', queuePosition: null, resumesFrom: null });
    await expect(pauseRun(db, id, 'Ada')).rejects.toMatchObject({ code: 'conflict' });
    expect(await resumeRun(db, id, 'Ben')).toMatchObject({ state: 'queued', queuePosition: 1 });
    expect((await entriesAfter(db, id, 1, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'paused', by: 'Ada' },
      { kind: 'state', state: 'queued', by: 'Ben', cause: 'resumed' },
    ]);
    await cancelRun(db, id, 'Ada');
  });

  test('a held run asks its trainer, which says when the checkpoint is stored', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 9)]);
    expect(await pauseRun(db, runId, 'Ada')).toMatchObject({ state: 'pausing' });
    expect(await pauseRun(db, runId, 'Ben')).toMatchObject({ state: 'pausing', seq: 5 });
    await expect(resumeRun(db, runId, 'Ben')).rejects.toMatchObject({
      code: 'conflict',
      message: 'The run is pausing; only a paused run can be resumed.',
    });
    expect(await heartbeat(db, trainerId, { ...hold, iteration: 9 })).toMatchObject({ command: 'pause' });
    await send(db, trainerId, assignment, 2, [checkpoint(9)]);
    await transitionRun(db, trainerId, { ...hold, to: 'paused' });
    // the answer was lost, and it says so again
    await transitionRun(db, trainerId, { ...hold, to: 'paused' });
    expect(await runSummary(db, runId)).toMatchObject({ state: 'paused', resumesFrom: 9, trainer: null, seq: 7 });
    expect(await db.prisma.attempt.findMany({ where: { runId } })).toMatchObject([{ outcome: 'paused' }]);
    await resumeRun(db, runId, 'Ben');
    expect(await claim(db, trainerId)).toMatchObject({ runId, checkpoint: { iteration: 9 }, trainerSeq: 2 });
    await db.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled', holderId: null } });
  });

  test('a run that only starts, ends its last iteration, or is cancelled after all', async () => {
    const { db } = database;
    await launch(db, domains);
    const trainerId = await makeTrainer(db);
    const starting = await claim(db, trainerId);
    expect(await pauseRun(db, starting.runId, 'Ada')).toMatchObject({ state: 'pausing' });
    await transitionRun(db, trainerId, { ...starting, to: 'running' });
    expect(await runSummary(db, starting.runId)).toMatchObject({ state: 'pausing' });
    expect(await cancelRun(db, starting.runId, 'Ben')).toMatchObject({ state: 'pausing' });
    await expect(pauseRun(db, starting.runId, 'Ada')).rejects.toMatchObject({
      message: 'The run is being cancelled; it cannot be paused.',
    });
    await transitionRun(db, trainerId, { ...starting, to: 'paused' });
    expect(await runSummary(db, starting.runId)).toMatchObject({ state: 'cancelled' });
    expect((await entriesAfter(db, starting.runId, 3, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'cancelled', by: 'Ben', trainer: 'Box' },
    ]);

    const last = await begin(db, domains);
    await pauseRun(db, last.runId, 'Ada');
    await transitionRun(db, last.trainerId, { ...last.hold, to: 'finishing' });
    await transitionRun(db, last.trainerId, { ...last.hold, to: 'finished' });
    expect(await runSummary(db, last.runId)).toMatchObject({ state: 'finished' });
  });
});

describe('R4: a trainer that leaves', () => {
  test('gives its run back, which keeps its place and does not count as lost', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    const later = await launch(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 9), checkpoint(9)]);
    await transitionRun(db, trainerId, { ...hold, to: 'queued' });
    await transitionRun(db, trainerId, { ...hold, to: 'queued' });
    expect(await runSummary(db, runId)).toMatchObject({ state: 'queued', queuePosition: 1, resumesFrom: 9 });
    expect((await entriesAfter(db, runId, 5, 10)).map(({ event }) => event)).toEqual([
      { kind: 'state', state: 'queued', trainer: 'Box', cause: 'released', resumesFrom: 9 },
    ]);
    expect(await db.prisma.attempt.findMany({ where: { runId } })).toMatchObject([{ outcome: 'released' }]);
    for (const id of [runId, later.id]) await cancelRun(db, id, 'Ada');
  });

  test('while a pause or a cancel was asked for leaves it paused or cancelled', async () => {
    const { db } = database;
    const pausing = await begin(db, domains);
    await pauseRun(db, pausing.runId, 'Ada');
    await transitionRun(db, pausing.trainerId, { ...pausing.hold, to: 'queued' });
    expect(await runSummary(db, pausing.runId)).toMatchObject({ state: 'paused' });
    const cancelling = await begin(db, domains);
    await cancelRun(db, cancelling.runId, 'Ada');
    await transitionRun(db, cancelling.trainerId, { ...cancelling.hold, to: 'queued' });
    expect(await runSummary(db, cancelling.runId)).toMatchObject({ state: 'cancelled' });
  });
});
