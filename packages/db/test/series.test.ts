import { type IterationRecord, type Pair, seriesValues } from '@combogan/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeries } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, makeDomain, makePair, send } from './fixtures.ts';

const ITERATIONS = 5000;
let database: TestDatabase;
let runId: string;
let records: IterationRecord[];

/** A deterministic random number in [0, 1) of two integers. */
const random = (a: number, b: number): number => {
  const x = Math.sin(a * 12.9898 + b * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

const PAIRS: Pair[] = [
  ['a', 'b'],
  ['c', 'a'],
  ['b', 'c'],
];

/** Random losses with rare spikes of the pair that was drawn; identity comes late. */
function recordOf(iteration: number): IterationRecord {
  const spike = random(iteration, 1) < 0.001 ? 1000 : 0;
  const [first, second] = PAIRS[Math.floor(random(iteration, 4) * 3)] ?? ['a', 'b'];
  return {
    iteration,
    domains: [first, second],
    losses: {
      [first]: { gan: random(iteration, 2) + spike, ...(iteration > 3000 && { identity: -random(iteration, 3) }) },
      [second]: { discriminator: random(iteration, 5) - spike },
    },
    learningRate: 0.0002,
    ms: random(iteration, 7),
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const run = await begin(db, [...(await makePair(db)), await makeDomain(db, 'C')], { iterations: ITERATIONS });
  runId = run.runId;
  records = Array.from({ length: ITERATIONS }, (_, n) => recordOf(n + 1));
  // batches of all sizes, so that buckets of every level are cut everywhere
  let seq = 1;
  for (let sent = 0; sent < ITERATIONS; seq++) {
    const size = 1 + Math.floor(random(seq, 6) ** 2 * 150);
    await send(db, run.trainerId, run.assignment, seq, [
      { kind: 'iterations', records: records.slice(sent, sent + size) },
    ]);
    sent += size;
  }
});
afterAll(() => database.drop());

/** What a chart of buckets of `width` must hold, straight from the records. */
function naive(from: number, to: number, width: number, pair?: Pair) {
  const buckets = new Map<string, [number, number][]>();
  for (const record of records.slice(from - 1, to)) {
    if (pair && !record.domains.every((key) => pair.includes(key))) continue;
    for (const [name, value] of seriesValues(record)) {
      const key = `${name} ${Math.floor((record.iteration - 1) / width)}`;
      buckets.set(key, [...(buckets.get(key) ?? []), [record.iteration, value]]);
    }
  }
  const series: Record<string, { x: number[]; min: number[]; max: number[]; last: number[]; count: number[] }> = {};
  for (const [key, points] of buckets) {
    const name = key.split(' ')[0] ?? '';
    series[name] ??= { x: [], min: [], max: [], last: [], count: [] };
    const values = points.map(([, value]) => value);
    const last = points.at(-1) ?? [0, 0];
    series[name].x.push(last[0]);
    series[name].min.push(Math.min(...values));
    series[name].max.push(Math.max(...values));
    series[name].last.push(last[1]);
    series[name].count.push(points.length);
  }
  return series;
}

const ranges = fc
  .tuple(fc.integer({ min: 1, max: ITERATIONS }), fc.integer({ min: 1, max: ITERATIONS }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

test('E3: any zoom shows exactly min, max and last of every bucket, so no spike is lost', async () => {
  await fc.assert(
    fc.asyncProperty(ranges, fc.integer({ min: 10, max: 600 }), async ({ from, to }, buckets) => {
      const answer = await runSeries(database.db, runId, { from, to, buckets });
      expect(answer).toMatchObject({ from, to });
      expect(answer.series).toEqual(naive(from, to, answer.width));
      for (const { x } of Object.values(answer.series)) expect(x.length).toBeLessThanOrEqual(buckets);
    }),
    { numRuns: 100 },
  );
});

test('E3: any zoom of one pair shows exactly the iterations that drew it', async () => {
  await fc.assert(
    fc.asyncProperty(
      ranges,
      fc.integer({ min: 10, max: 600 }),
      fc.constantFrom(...PAIRS),
      async (asked, buckets, pair) => {
        const answer = await runSeries(database.db, runId, { ...asked, buckets, pair });
        expect(answer.from).toBeLessThanOrEqual(asked.from);
        expect(answer.to).toBeGreaterThanOrEqual(asked.to);
        expect(answer.series).toEqual(naive(answer.from, answer.to, answer.width, pair));
        for (const { x } of Object.values(answer.series)) expect(x.length).toBeLessThanOrEqual(buckets);
      },
    ),
    { numRuns: 50 },
  );
});

test.each([[['a', 'a']], [['a', 'nowhere']]] as [Pair][])('the pair %s is refused by name', async (pair) => {
  await expect(runSeries(database.db, runId, { from: 1, buckets: 10, pair })).rejects.toMatchObject({
    code: 'invalid',
    field: 'pair',
  });
});

test('E3: a spike of one iteration is in sight at every zoom that holds it', async () => {
  const spiked = records.filter(({ losses }) => Object.values(losses).some(({ gan = 0 }) => gan > 999));
  expect(spiked.length).toBeGreaterThan(0);
  for (const { iteration, domains } of spiked)
    for (let span = ITERATIONS; span >= 10; span = Math.floor(span / 3)) {
      const from = Math.max(1, Math.min(iteration - Math.floor(span / 2), ITERATIONS - span + 1));
      for (const pair of [undefined, domains]) {
        const { series } = await runSeries(database.db, runId, { from, to: from + span - 1, buckets: 100, pair });
        const { x, max } = series[`${domains[0]}.gan`] ?? { x: [], max: [] };
        const at = x.findIndex((last) => last >= iteration);
        expect(max[at]).toBeGreaterThan(999);
      }
    }
});

test('a range of few iterations comes unbucketed', async () => {
  const answer = await runSeries(database.db, runId, { from: 101, to: 300, buckets: 200 });
  expect(answer.width).toBe(1);
  expect(answer.series.ms?.x).toEqual(Array.from({ length: 200 }, (_, n) => 101 + n));
  expect(answer.series.ms?.min).toEqual(answer.series.ms?.max);
});

test('without an end the range ends with the run', async () => {
  expect(await runSeries(database.db, runId, { from: 4990, buckets: 100 })).toMatchObject({ from: 4990, to: 5000 });
});

test('a range after the end is empty', async () => {
  expect((await runSeries(database.db, runId, { from: 6000, to: 9000, buckets: 100 })).series).toEqual({});
});
