import { createTestDatabase, type TestDatabase } from '@combogan/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chaos, faultsOf } from './chaos.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

// another one is tried with CHAOS_SEED; a thousand cuts and more: npm run bench:chaos
const SEED = Number(process.env.CHAOS_SEED ?? 1 + Math.floor(Math.random() * 1e6));

it(`E1, E2: 1,000 broken lines and killed processes leave no gap and no duplicate (seed ${SEED})`, async () => {
  const result = await chaos(database, { seed: SEED, cuts: 1_000, viewers: 12, webKills: 2, senderKills: 1 });
  expect(faultsOf(result)).toEqual([]);
  expect(result.cuts).toBeGreaterThanOrEqual(1_000);
  expect(result.stored.length).toBeGreaterThan(100);
  expect(result.lostAcknowledgements + result.repeated).toBeGreaterThan(0);
}, 300_000);
