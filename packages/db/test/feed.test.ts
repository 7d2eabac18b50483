import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { inTransaction } from '../src/db.ts';
import { notify } from '../src/feed/notify.ts';
import { type Change, cancelRun, listen, releaseTrainer } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, iterations, launch, makePair, send } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());

/** Listens while `work` runs. */
async function hearing(work: (heard: Change[]) => Promise<void>): Promise<void> {
  const heard: Change[] = [];
  const feed = await listen(database.url, (change) => heard.push(change));
  try {
    await work(heard);
  } finally {
    await feed.close();
  }
}

const until = (heard: Change[], change: Change) => vi.waitFor(() => expect(heard).toContainEqual(change), 10_000);

test('every change of a run is heard, with the end of its log', async () => {
  const { db } = database;
  await hearing(async (heard) => {
    const { runId, trainerId, assignment } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [iterations(1, 2), iterations(3, 4)]);
    await cancelRun(db, runId, 'Ada');
    await until(heard, { kind: 'command', runId, trainerId, command: 'cancel' });
    expect(heard).toEqual([
      { kind: 'run', runId, seq: 1 },
      { kind: 'queue' },
      { kind: 'trainers' },
      { kind: 'run', runId, seq: 2 },
      { kind: 'queue' },
      { kind: 'trainers' },
      { kind: 'run', runId, seq: 3 },
      { kind: 'run', runId, seq: 5 },
      { kind: 'command', runId, trainerId, command: 'cancel' },
    ]);
    await releaseTrainer(db, trainerId);
    await vi.waitFor(() => expect(heard.at(-1)).toEqual({ kind: 'trainers' }));
  });
});

test('E1: a change is heard after its commit, and never when it is undone', async () => {
  const { db } = database;
  const change = (seq: number): Change => ({ kind: 'run', runId: 'a run', seq });
  await hearing(async (heard) => {
    /** Commits another change and waits until it is heard: earlier commits have been heard by then. */
    const flush = async (seq: number) => {
      await inTransaction(db, (tx) => notify(tx, change(seq)));
      await until(heard, change(seq));
    };
    await inTransaction(db, async (tx) => {
      await notify(tx, change(1));
      await flush(2);
      expect(heard).toEqual([change(2)]);
    });
    await until(heard, change(1));
    const undone = inTransaction(db, async (tx) => {
      await notify(tx, change(3));
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await flush(4);
    expect(heard).toEqual([change(2), change(1), change(4)]);
  });
});

test('a broken connection comes back and repeats what was missed', async () => {
  const { db } = database;
  const held = await begin(db, domains);
  await cancelRun(db, held.runId, 'Ada');
  await hearing(async (heard) => {
    await breakListeners();
    const { id } = await launch(db, domains);
    await until(heard, { kind: 'run', runId: id, seq: 1 });
    await until(heard, { kind: 'command', runId: held.runId, trainerId: held.trainerId, command: 'cancel' });
    await until(heard, { kind: 'queue' });
    await until(heard, { kind: 'trainers' });
    heard.length = 0;
    await cancelRun(db, id, 'Ada');
    await until(heard, { kind: 'run', runId: id, seq: 2 });
  });
});

test('a feed that cannot begin says so', async () => {
  await expect(listen(database.url.replace(/[^/]*$/, 'none'), () => {})).rejects.toThrow('does not exist');
});

/** Ends the connections of all listeners of this test's database. */
async function breakListeners(): Promise<void> {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const { rowCount } = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
  );
  expect(rowCount).toBe(1);
  await admin.end();
}
