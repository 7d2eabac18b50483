import { LogEntry } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entriesAfter, expireLeases, runDetail, runSnapshot, runSummary, transitionRun } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { claim, iterations, launch, makePair, makeTrainer, record, send, sha } from './fixtures.ts';

let test1: TestDatabase;
let domains: string[];
beforeAll(async () => {
  test1 = await createTestDatabase();
  domains = await makePair(test1.db);
});
afterAll(() => test1.drop());

/** A run that its own trainer has begun. */
async function begin(config = {}) {
  const { db } = test1;
  const { id: runId } = await launch(db, domains, { config });
  const trainerId = await makeTrainer(db);
  const assignment = await claim(db, trainerId);
  expect(assignment.runId).toBe(runId);
  await transitionRun(db, trainerId, { runId, attemptToken: assignment.attemptToken, to: 'running' });
  return { db, runId, trainerId, assignment };
}

describe('E1: every iteration is stored once, in order', () => {
  test('a batch becomes log entries with gapless numbers after the ones there', async () => {
    const { db, runId, trainerId, assignment } = await begin();
    expect(await send(db, trainerId, assignment, 1, [iterations(1, 3), iterations(4, 4)])).toEqual({ trainerSeq: 2 });
    const entries = await entriesAfter(db, runId, 0, 100);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(entries.map(({ event }) => (event.kind === 'state' ? event.state : event.kind))).toEqual([
      'queued',
      'starting',
      'running',
      'iterations',
      'iterations',
    ]);
    for (const entry of entries) LogEntry.parse(entry);
    expect(entries[3]?.event).toEqual(iterations(1, 3));
    expect(await entriesAfter(db, runId, 3, 1)).toEqual([entries[3]]);
    expect((await runSummary(db, runId)).progress).toEqual({ iteration: 4, msPerIteration: 100, etaSeconds: 99.6 });
  });

});
