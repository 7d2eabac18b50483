import { randomUUID } from 'node:crypto';
import { TrainerSummary } from '@combogan/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  authenticateTrainer,
  listTrainers,
  registerTrainer,
  releaseTrainer,
  trainerMayReadImage,
  trainerSeen,
  transitionRun,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, makePair, makeTrainer } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());

/** The summary of one trainer. */
async function summary(id: string) {
  const found = (await listTrainers(database.db)).find((trainer) => trainer.id === id);
  expect(TrainerSummary.parse(found)).toEqual(found);
  return found;
}

test('A3: a token names one trainer and is not kept', async () => {
  const { db } = database;
  const token = randomUUID();
  const id = await registerTrainer(db, { name: 'Box', token });
  expect(await registerTrainer(db, { name: 'Box, renamed', token })).toBe(id);
  expect(await authenticateTrainer(db, token)).toEqual({ id, name: 'Box, renamed' });
  await expect(authenticateTrainer(db, randomUUID())).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(JSON.stringify(await db.prisma.trainer.findMany())).not.toContain(token);
});

test('a trainer shows what it says of itself while it is connected, and keeps its measured speed', async () => {
  const { db } = database;
  const id = await registerTrainer(db, { name: 'Box', token: randomUUID() });
  expect(await summary(id)).toMatchObject({ online: false, engine: null, flops: null, lastSeenAt: null });
  await trainerSeen(db, id, { engine: 'compiled/cpu', device: 'two cores', flops: 1e9 }, true);
  expect(await summary(id)).toMatchObject({ online: true, engine: 'compiled/cpu', device: 'two cores', flops: 1e9 });
  await trainerSeen(db, id, { engine: 'compiled/cuda', device: 'a card', flops: null }, true);
  expect(await summary(id)).toMatchObject({ engine: 'compiled/cuda', flops: 1e9 });
  await releaseTrainer(db, id);
  expect(await summary(id)).toMatchObject({ online: false, engine: 'compiled/cuda' });
});

test('a trainer not heard of for a lease is not online, even if nobody saw it go', async () => {
  const { db } = database;
  const id = await makeTrainer(db);
  await db.prisma.trainer.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - 60_000) } });
  expect(await summary(id)).toMatchObject({ online: false });
});

test('a trainer whose connection is gone keeps its run until the lease ends', async () => {
  const { db } = database;
  const { runId, trainerId } = await begin(db, domains);
  await releaseTrainer(db, trainerId);
  expect(await summary(trainerId)).toMatchObject({ online: false, currentRun: { id: runId, name: 'Run' } });
});

test('A3: a trainer reads the images of the run it holds and of no other', async () => {
  const { db } = database;
  const { trainerId, assignment, hold } = await begin(db, domains);
  const sha256 = assignment.domains[0]?.train[0]?.sha256 ?? '';
  expect(await trainerMayReadImage(db, trainerId, sha256)).toBe(true);
  expect(await trainerMayReadImage(db, trainerId, 'f'.repeat(64))).toBe(false);
  expect(await trainerMayReadImage(db, await makeTrainer(db), sha256)).toBe(false);
  await transitionRun(db, trainerId, { ...hold, to: 'cancelled' });
  expect(await trainerMayReadImage(db, trainerId, sha256)).toBe(false);
});
