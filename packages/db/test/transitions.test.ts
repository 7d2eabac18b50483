import { canTransition, HELD_STATES, isEnded, LogEntry, RUN_STATES } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../src/db.ts';
import {
  appendEvents,
  cancelRun,
  checkAttempt,
  entriesAfter,
  heartbeat,
  runSummary,
  transitionRun,
} from '../src/index.ts';
import { transition } from '../src/runs/transition.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, iterations, launch, makePair, makeTrainer } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());

describe('R2: a run changes its state', () => {
  test.each(RUN_STATES)('from %s only as the contract allows, each time with one log entry', async (from) => {
    const { db } = database;
    const { runId } = await begin(db, domains);
    for (const to of RUN_STATES) {
      await db.prisma.run.update({ where: { id: runId }, data: { state: from } });
      const before = await runSummary(db, runId);
      const change = inTransaction(db, (tx) => transition(tx, { runId, to, by: 'Ada' }));
      if (canTransition(from, to)) {
        await change;
        expect(await runSummary(db, runId)).toMatchObject({ state: to, seq: before.seq + 1 });
        const [entry, ...more] = await entriesAfter(db, runId, before.seq, 10);
        expect(more).toEqual([]);
        expect(LogEntry.parse(entry)).toMatchObject({ event: { kind: 'state', state: to, by: 'Ada' } });
      } else {
        await expect(change).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(from) });
        expect(await runSummary(db, runId)).toEqual(before);
        expect(await entriesAfter(db, runId, before.seq, 10)).toEqual([]);
      }
    }
    await db.prisma.run.update({ where: { id: runId }, data: { state: 'cancelled', holderId: null } });
  });

  test('once when ten ask for it at one moment', async () => {
    const { db } = database;
    const { id } = await launch(db, domains);
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => cancelRun(db, id, 'Ada')));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await runSummary(db, id)).toMatchObject({ state: 'cancelled', seq: 2 });
  });

  test('not at all when its log entry cannot be written', async () => {
    const { db } = database;
    const { id } = await launch(db, domains);
    await db.prisma.logEntry.create({ data: { runId: id, seq: 2, at: new Date(), kind: 'log', event: {} } });
    await expect(cancelRun(db, id, 'Ada')).rejects.toThrow();
    expect(await runSummary(db, id)).toMatchObject({ state: 'queued', seq: 1 });
    await db.prisma.run.delete({ where: { id } });
  });
});

describe('a trainer', () => {
  test('takes its run from start to finish', async () => {
    const { db } = database;
    const { runId, trainerId, hold } = await begin(db, domains);
    expect(await runSummary(db, runId)).toMatchObject({ state: 'running', endedAt: null });
    expect((await runSummary(db, runId)).startedAt).not.toBeNull();
    await transitionRun(db, trainerId, { ...hold, to: 'finishing', flops: 5e9 });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    const run = await runSummary(db, runId);
    expect(run).toMatchObject({ state: 'finished', trainer: 'Box', engine: 'compiled/cpu' });
    expect(run.endedAt).not.toBeNull();
    expect(run.progress.etaSeconds).toBeNull();
    expect(await db.prisma.trainer.findUnique({ where: { id: trainerId } })).toMatchObject({ flops: 5e9 });
    expect(await db.prisma.attempt.findMany({ where: { runId } })).toMatchObject([{ number: 1, outcome: 'finished' }]);
  });

  test('may say the same again without harm, since the answer may have been lost', async () => {
    const { db } = database;
    const { runId, trainerId, hold } = await begin(db, domains);
    await transitionRun(db, trainerId, { ...hold, to: 'running' });
    await transitionRun(db, trainerId, { ...hold, to: 'finishing' });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    await transitionRun(db, trainerId, { ...hold, to: 'finished' });
    expect(await runSummary(db, runId)).toMatchObject({ state: 'finished', seq: 5 });
  });

  test('must give the reason when its run failed', async () => {
    const { db } = database;
    const { runId, trainerId, hold } = await begin(db, domains);
    await expect(transitionRun(db, trainerId, { ...hold, to: 'failed' })).rejects.toMatchObject({ code: 'invalid' });
    const failure = { code: 'diverged' as const, message: 'diverged at iteration 7' };
    await transitionRun(db, trainerId, { ...hold, to: 'failed', failure });
    expect(await runSummary(db, runId)).toMatchObject({ state: 'failed', failure });
    expect((await entriesAfter(db, runId, 3, 1))[0]?.event).toMatchObject({ state: 'failed', failure, trainer: 'Box' });
  });

  test('cannot skip a state', async () => {
    const { db } = database;
    const { trainerId, hold } = await begin(db, domains);
    await expect(transitionRun(db, trainerId, { ...hold, to: 'finished' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'The run is running; it cannot become finished.',
    });
  });
});

describe('R4: nobody but the holder writes', () => {
  test('in any state that has ended', async () => {
    const { db } = database;
    for (const to of RUN_STATES.filter(isEnded)) {
      const { runId, trainerId, hold } = await begin(db, domains);
      await inTransaction(db, async (tx) => {
        await tx.run.update({ where: { id: runId }, data: { state: 'finishing' } });
        await transition(tx, { runId, to });
      });
      await refusesAll(trainerId, hold);
    }
  });

  test('with another token, from another trainer, or to another run', async () => {
    const { db } = database;
    const one = await begin(db, domains);
    const two = await begin(db, domains);
    await refusesAll(one.trainerId, { ...one.hold, attemptToken: 'guess' });
    await refusesAll(two.trainerId, one.hold);
    await refusesAll(await makeTrainer(db), one.hold);
    await refusesAll(one.trainerId, { ...one.hold, runId: two.runId });
    for (const { runId } of [one, two]) expect(await runSummary(db, runId)).toMatchObject({ state: 'running', seq: 3 });
    expect(HELD_STATES).toContain('running');
  });

  async function refusesAll(trainerId: string, hold: { runId: string; attemptToken: string }) {
    const { db } = database;
    const lost = { code: 'conflict', message: expect.stringMatching(/^This attempt lost its lease/) };
    await expect(heartbeat(db, trainerId, { ...hold, iteration: 0 })).rejects.toMatchObject(lost);
    await expect(checkAttempt(db, trainerId, hold.runId, hold.attemptToken)).rejects.toMatchObject(lost);
    const events = [{ seq: 1, event: iterations(1, 1) }];
    await expect(appendEvents(db, trainerId, { ...hold, events })).rejects.toMatchObject(lost);
    await expect(transitionRun(db, trainerId, { ...hold, to: 'finishing' })).rejects.toMatchObject(lost);
  }
});
