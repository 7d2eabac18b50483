import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cancelRun,
  entriesAfter,
  expireLeases,
  extendRun,
  heartbeat,
  pauseRun,
  resumeRun,
  runDetail,
  runSummary,
  transitionRun,
  tuneRun,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, checkpoint, claim, iterations, makePair, makeTrainer, send } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());

describe('R7: a change of a running run', () => {
  test('waits for its trainer, holds from the iteration the trainer names, and is told to the next attempt', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 5)]);
    await tuneRun(db, runId, { lambdaCycle: 5 }, 'Ada');
    await tuneRun(db, runId, { learningRate: 0.001 }, 'Ben');
    const pendingChanges = [
      { number: 1, changes: { lambdaCycle: 5 } },
      { number: 2, changes: { learningRate: 0.001 } },
    ];
    expect(await heartbeat(db, trainerId, { ...hold, iteration: 5 })).toEqual({ command: null, pendingChanges });
    expect(await runDetail(db, runId)).toMatchObject({ changes: [], pendingChanges: [{ by: 'Ada' }, { by: 'Ben' }] });
    await send(db, trainerId, assignment, 2, [
      iterations(6, 7),
      { kind: 'applied', number: 1, iteration: 8 },
      iterations(8, 9),
      checkpoint(9),
    ]);
    const { changes } = await runDetail(db, runId);
    expect(changes).toMatchObject([{ number: 1, iteration: 8, changes: { lambdaCycle: 5 }, by: 'Ada' }]);
    expect((await entriesAfter(db, runId, 4, 2)).map(({ event }) => event)).toEqual([
      { kind: 'change', number: 1, changes: { lambdaCycle: 5 }, by: 'Ada' },
      { kind: 'change', number: 2, changes: { learningRate: 0.001 }, by: 'Ben' },
    ]);

    await db.prisma.attempt.updateMany({ where: { runId }, data: { leaseUntil: new Date(0) } });
    await expireLeases(db);
    // a change while nobody trains waits for the next trainer
    await tuneRun(db, runId, { lambdaCycle: 10 }, 'Ada');
    expect(await claim(db, trainerId)).toMatchObject({
      changes: [{ number: 1, iteration: 8, changes: { lambdaCycle: 5 } }],
      pendingChanges: [pendingChanges[1], { number: 3, changes: { lambdaCycle: 10 } }],
    });
    await db.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled', holderId: null } });
  });

  test('is refused with the reason, and nothing changes', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains);
    const before = await runDetail(db, runId);
    await expect(tuneRun(db, runId, { lambdaIdentity: 1 }, 'Ada')).rejects.toMatchObject({
      code: 'invalid',
      field: 'lambdaIdentity',
      message: expect.stringContaining('was 0 at launch'),
    });
    await expect(tuneRun(db, runId, { lambdaCycle: 10 }, 'Ada')).rejects.toMatchObject({ code: 'invalid' });
    for (const events of [
      [{ kind: 'applied' as const, number: 1, iteration: 1 }],
      [iterations(1, 2), { kind: 'applied' as const, number: 1, iteration: 2 }],
    ])
      await expect(send(db, trainerId, assignment, 1, events)).rejects.toMatchObject({ code: 'invalid' });
    expect(await runDetail(db, runId)).toEqual(before);
    await transitionRun(db, trainerId, { ...hold, to: 'finishing' });
    await expect(tuneRun(db, runId, { lambdaCycle: 1 }, 'Ada')).rejects.toMatchObject({
      code: 'conflict',
      message: 'The run is finishing; only one that still trains can be tuned.',
    });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    await expect(tuneRun(db, runId, { lambdaCycle: 1 }, 'Ada')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('R11: extending', () => {
  test('a finished run queues it with more iterations from its last checkpoint, at the rate before its decay', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains, { iterations: 4 });
    await tuneRun(db, runId, { learningRate: 0.001 }, 'Ada');
    await send(db, trainerId, assignment, 1, [
      { kind: 'applied', number: 1, iteration: 1 },
      iterations(1, 4),
      checkpoint(4),
    ]);
    await transitionRun(db, trainerId, { ...hold, to: 'finishing' });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    const extended = await extendRun(db, runId, { iterations: 6, decayIterations: 2 }, 'Ben');
    expect(extended).toMatchObject({ state: 'queued', iterations: 10, resumesFrom: 4, endedAt: null });
    const changes = { iterations: 10, decayIterations: 2, learningRate: 0.001 };
    expect((await runDetail(db, runId)).changes[1]).toMatchObject({ number: 2, iteration: 5, changes, by: 'Ben' });
    const next = await claim(db, trainerId);
    expect(next).toMatchObject({ checkpoint: { iteration: 4 }, stored: { iteration: 4 }, config: { iterations: 4 } });
    expect(next.changes[1]).toEqual({ number: 2, iteration: 5, changes });
    await transitionRun(db, trainerId, { ...next, to: 'running' });
    await send(db, trainerId, next, 4, [iterations(5, 10)]);
    expect(await runSummary(db, runId)).toMatchObject({ progress: { iteration: 10 } });
    await transitionRun(db, trainerId, { ...next, to: 'failed', failure: { code: 'engine', message: 'x' } });
  });

  test('is refused before the end, without a last checkpoint, and beyond the limit', async () => {
    const { db } = database;
    const { runId, trainerId, assignment, hold } = await begin(db, domains, { iterations: 4 });
    const body = { iterations: 6, decayIterations: 0 };
    await expect(extendRun(db, runId, body, 'Ada')).rejects.toMatchObject({
      message: 'The run is running; only a finished run can be extended.',
    });
    await send(db, trainerId, assignment, 1, [iterations(1, 4)]);
    await transitionRun(db, trainerId, { ...hold, to: 'finishing' });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    await expect(extendRun(db, runId, body, 'Ada')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('last checkpoint'),
    });
    await db.prisma.checkpoint.create({ data: { runId, iteration: 4, sha256: 'a'.repeat(64), bytes: 1 } });
    await expect(extendRun(db, runId, { ...body, iterations: 5_000_000 }, 'Ada')).rejects.toMatchObject({
      code: 'invalid',
      field: 'iterations',
    });
    expect(await runSummary(db, runId)).toMatchObject({ state: 'finished', iterations: 4 });
  });
});

test('R7: a change of a paused run is there when it is resumed', async () => {
  const { db } = database;
  const { runId, trainerId, hold } = await begin(db, domains);
  await pauseRun(db, runId, 'Ada');
  await transitionRun(db, trainerId, { ...hold, to: 'paused' });
  await tuneRun(db, runId, { lambdaCycle: 2 }, 'Ada');
  await resumeRun(db, runId, 'Ada');
  expect(await claim(db, await makeTrainer(db))).toMatchObject({ pendingChanges: [{ changes: { lambdaCycle: 2 } }] });
  await cancelRun(db, runId, 'Ada');
});
