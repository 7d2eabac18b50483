import type { IterationRecord } from '@combogan/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeries } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, makePair, send } from './fixtures.ts';

const ITERATIONS = 5000;
let database: TestDatabase;
let runId: string;
let records: IterationRecord[];

/** A deterministic random number in [0, 1) of two integers. */
const random = (a: number, b: number): number => {
  const x = Math.sin(a * 12.9898 + b * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

/** Random losses with rare spikes; domain b is drawn in some iterations only, and identity comes late. */
function recordOf(iteration: number): IterationRecord {
  const spike = random(iteration, 1) < 0.001 ? 1000 : 0;
  return {
    iteration,
    domains: ['a', 'b'],
    losses: {
      a: { gan: random(iteration, 2) + spike, ...(iteration > 3000 && { identity: -random(iteration, 3) }) },
      ...(random(iteration, 4) < 0.3 && { b: { discriminator: random(iteration, 5) - spike } }),
    },
    learningRate: 0.0002,
    ms: 1,
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const run = await begin(db, await makePair(db), { iterations: ITERATIONS });
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
function naive(from: number, to: number, width: number) {
  const buckets = new Map<string, [number, number][]>();
  for (const { iteration, losses } of records.slice(from - 1, to))
    for (const [domain, values] of Object.entries(losses))
      for (const [loss, value] of Object.entries(values)) {
        const name = `${domain}.${loss}`;
        const key = `${name} ${Math.floor((iteration - 1) / width)}`;
        buckets.set(key, [...(buckets.get(key) ?? []), [iteration, value]]);
      }
  const series: Record<string, { x: number[]; min: number[]; max: number[]; last: number[] }> = {};
  for (const [key, points] of buckets) {
    const name = key.split(' ')[0] ?? '';
    series[name] ??= { x: [], min: [], max: [], last: [] };
    const values = points.map(([, value]) => value);
    const last = points.at(-1) ?? [0, 0];
    series[name].x.push(last[0]);
    series[name].min.push(Math.min(...values));
    series[name].max.push(Math.max(...values));
    series[name].last.push(last[1]);
  }
  return series;
}

test('E3: any zoom shows exactly min, max and last of every bucket, so no spike is lost', async () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: ITERATIONS }), fc.integer({ min: 1, max: ITERATIONS }))
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  await fc.assert(
    fc.asyncProperty(range, fc.integer({ min: 10, max: 600 }), async ({ from, to }, buckets) => {
      const answer = await runSeries(database.db, runId, { from, to, buckets });
      expect(answer).toMatchObject({ from, to });
      expect(answer.series).toEqual(naive(from, to, answer.width));
      for (const { x } of Object.values(answer.series)) expect(x.length).toBeLessThanOrEqual(buckets);
    }),
    { numRuns: 150 },
  );
});

test('a range of few iterations comes unbucketed', async () => {
  const answer = await runSeries(database.db, runId, { from: 101, to: 300, buckets: 200 });
  expect(answer.width).toBe(1);
  expect(answer.series['a.gan']?.x).toEqual(Array.from({ length: 200 }, (_, n) => 101 + n));
  expect(answer.series['a.gan']?.min).toEqual(answer.series['a.gan']?.max);
});

test('without an end the range ends with the run', async () => {
  expect(await runSeries(database.db, runId, { from: 4990, buckets: 100 })).toMatchObject({ from: 4990, to: 5000 });
});

test('a range after the end is empty', async () => {
  expect((await runSeries(database.db, runId, { from: 6000, to: 9000, buckets: 100 })).series).toEqual({});
});
