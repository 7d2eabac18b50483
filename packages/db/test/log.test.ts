import { LogEntry, RunDetail, SampleIndex, sampleRefs, type TrainerEvent } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entriesAfter, runDetail, runSeries, runSnapshot, runSummary } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, checkpoint, iterations, makePair, record, send, sha } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
});
afterAll(() => database.drop());

const said = (message: string): TrainerEvent => ({ kind: 'log', level: 'info', message });
const sheet = (iteration: number) => ({
  iteration,
  size: 64,
  rows: ['a', 'a', 'b'],
  columns: ['a', 'b'],
  sha256: sha(`sample ${iteration}`),
  bytes: 5000,
});

describe('E1: every event is stored once, in order', () => {
  test('a batch becomes log entries numbered on without a gap', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
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
    for (const entry of entries) expect(LogEntry.parse(entry)).toEqual(entry);
    expect(entries[3]?.event).toEqual(iterations(1, 3));
    expect(await entriesAfter(db, runId, 3, 1)).toEqual([entries[3]]);
    expect((await runSummary(db, runId)).progress).toEqual({ iteration: 4, msPerIteration: 100, etaSeconds: 99.6 });
  });

  test('a batch that comes again changes nothing; one that overlaps adds what is new', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    const batch = [iterations(1, 2), said('warm'), iterations(3, 3)];
    await send(db, trainerId, assignment, 1, batch);
    const before = await runSnapshot(db, runId, { cells: 10_000 });
    expect(await send(db, trainerId, assignment, 1, batch)).toEqual({ trainerSeq: 3 });
    expect(await runSnapshot(db, runId, { cells: 10_000 })).toEqual(before);
    expect(await send(db, trainerId, assignment, 2, [said('warm'), iterations(3, 3), iterations(4, 5)])).toEqual({
      trainerSeq: 4,
    });
    expect((await runSeries(db, runId, { from: 1, buckets: 100 })).series['a.gan']?.x).toEqual([1, 2, 3, 4, 5]);
  });

  test('the same batch sent over many connections at once is stored once', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    for (let round = 0; round < 10; round++) {
      const batch = [iterations(round * 5 + 1, round * 5 + 4), iterations(round * 5 + 5, round * 5 + 5)];
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => send(db, trainerId, assignment, round * 2 + 1, batch)),
      );
      expect(answers).toEqual(answers.map(() => ({ trainerSeq: round * 2 + 2 })));
    }
    const entries = await entriesAfter(db, runId, 0, 100);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 23 }, (_, n) => n + 1));
    expect(await runSummary(db, runId)).toMatchObject({ seq: 23, progress: { iteration: 50 } });
  });

  test('a batch that leaves a gap is refused whole', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    await send(db, trainerId, assignment, 1, [said('one')]);
    const before = await runSnapshot(db, runId, { cells: 10_000 });
    await expect(send(db, trainerId, assignment, 3, [said('three')])).rejects.toMatchObject({
      code: 'conflict',
      message: 'Event 2 is missing before event 3. Send it first.',
    });
    expect(await runSnapshot(db, runId, { cells: 10_000 })).toEqual(before);
  });

  test.each([
    ['skip one', [iterations(1, 2), iterations(4, 5)], 'Iteration 3 must come next, not 4.'],
    ['repeat one', [iterations(1, 2), iterations(2, 3)], 'Iteration 3 must come next, not 2.'],
    ['go beyond the end', [iterations(1, 1001)], "Iteration 1001 is beyond the run's 1000."],
    [
      'draw a foreign domain',
      [{ kind: 'iterations' as const, records: [{ ...record(1), domains: ['a', 'c'] as [string, string] }] }],
      'The run has no domain "c".',
    ],
    [
      'bring weights of a foreign domain',
      [{ kind: 'weights' as const, domain: 'c', iteration: 1, sha256: sha('w'), bytes: 1 }],
      'The run has no domain "c".',
    ],
    [
      'bring a checkpoint before its losses',
      [iterations(1, 3), checkpoint(4)],
      'A checkpoint of iteration 4 came before its losses, which end at 3.',
    ],
  ])('events that %s are refused, also those before them', async (_, events, message) => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    await expect(send(db, trainerId, assignment, 1, events)).rejects.toMatchObject({ code: 'invalid', message });
    expect((await runSummary(db, runId)).seq).toBe(3);
    expect(await database.db.prisma.lossRollup.count({ where: { runId } })).toBe(0);
  });
});

describe('samples, weights and checkpoints', () => {
  test('become rows with the event that names them', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    const large = 5 * 1024 ** 3;
    const weights = (domain: string, iteration: number) => ({
      kind: 'weights' as const,
      domain,
      iteration,
      sha256: sha(`${domain} ${iteration}`),
      bytes: large,
    });
    await send(db, trainerId, assignment, 1, [
      { kind: 'sample', sheet: sheet(0) },
      { kind: 'sample', sheet: sheet(100) },
      iterations(1, 100),
      { kind: 'checkpoint', iteration: 100, sha256: sha('checkpoint'), bytes: large },
      weights('b', 100),
      weights('b', 200),
      weights('a', 200),
    ]);
    const detail = await runDetail(db, runId);
    expect(RunDetail.parse(detail)).toEqual(detail);
    expect(detail.samples).toEqual([sheet(0), sheet(100)]);
    expect(detail.lastSample).toEqual(sheet(100));
    expect(detail.weights).toEqual(
      ['a', 'b'].map((domain) => ({ domain, iteration: 200, sha256: sha(`${domain} 200`), bytes: large })),
    );
    expect(await db.prisma.checkpoint.findMany({ where: { runId } })).toMatchObject([
      { iteration: 100, sha256: sha('checkpoint'), bytes: BigInt(large) },
    ]);
  });

  test('made again for the same iteration, replace the earlier ones', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    const again = { ...sheet(0), sha256: sha('again'), bytes: 1 };
    await send(db, trainerId, assignment, 1, [{ kind: 'sample', sheet: sheet(0) }]);
    await send(db, trainerId, assignment, 2, [{ kind: 'sample', sheet: again }]);
    expect((await runDetail(db, runId)).samples).toEqual([again]);
  });

  test('E4: a snapshot tells which there are, by what they have in common', async () => {
    const { db } = database;
    const { runId, trainerId, assignment } = await begin(db, domains);
    const reconstructions = { sha256: sha('back'), bytes: 7 };
    await send(db, trainerId, assignment, 1, [
      { kind: 'sample', sheet: sheet(0) },
      { kind: 'sample', sheet: { ...sheet(200), reconstructions } },
      { kind: 'sample', sheet: { ...sheet(100), reconstructions } },
    ]);
    const { run, samples } = await runSnapshot(db, runId, { cells: 10_000 });
    const { size, rows, columns } = sheet(0);
    expect(run.samples).toEqual([]);
    expect(run.lastSample).toEqual({ ...sheet(200), reconstructions });
    expect(SampleIndex.parse(samples)).toEqual(samples);
    expect(sampleRefs(samples)).toEqual([
      { iteration: 0, size, rows, columns, reconstructions: false },
      { iteration: 100, size, rows, columns, reconstructions: true },
      { iteration: 200, size, rows, columns, reconstructions: true },
    ]);
  });
});

test('E2: a snapshot holds all up to its seq, and what comes after goes on from there', async () => {
  const { db } = database;
  const { runId, trainerId, assignment } = await begin(db, domains);
  const sending = (async () => {
    for (let n = 1; n <= 20; n++)
      await send(db, trainerId, assignment, n, [
        n % 5 ? iterations(n - Math.floor(n / 5), n - Math.floor(n / 5)) : said(`line ${n}`),
      ]);
  })();
  for (let n = 0; n < 10; n++) {
    const { seq, run, chart, log } = await runSnapshot(db, runId, { cells: 10_000 });
    const stored = (await entriesAfter(db, runId, 0, 1000)).filter((entry) => entry.seq <= seq);
    const drawn = stored.flatMap(({ event }) => (event.kind === 'iterations' ? event.records : []));
    expect(run.seq).toBe(seq);
    expect(run.progress.iteration).toBe(drawn.length);
    expect(chart.series['a.gan']?.x ?? []).toEqual(drawn.map(({ iteration }) => iteration));
    expect(log).toEqual(stored.filter(({ event }) => event.kind === 'state' || event.kind === 'log'));
  }
  await sending;
});
