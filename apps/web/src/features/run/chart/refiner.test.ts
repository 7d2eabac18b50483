import type { IterationRecord, SeriesResponse } from '@combogan/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import { bucketed } from '../../../lib/live/testing.ts';
import { type Loaded, Refiner } from './refiner.ts';
import { type Range, spanOf } from './viewport.ts';

const LAST = 100_000;
const recordOf = (iteration: number): IterationRecord => ({
  iteration,
  domains: ['A', 'B'],
  losses: { A: { gan: 1 }, B: { gan: 1 } },
  learningRate: 2e-4,
  ms: 1,
});
const buffersOf = (stored: SeriesResponse) => {
  const buffers = new ChartBuffers();
  buffers.reset(stored);
  return buffers;
};
const coarse = { width: 128, runs: new Map([['r', new ChartBuffers()]]) };

function refiner() {
  const asked: { range: Range; buckets: number }[] = [];
  let answer: (() => void) | undefined;
  let ready = 0;
  const made = new Refiner(
    (range, buckets) =>
      new Promise<Loaded>((resolve) => {
        asked.push({ range, buckets });
        answer = () => {
          const width = Math.ceil(spanOf(range) / buckets);
          const records = [recordOf(range.from), recordOf(range.to)];
          const buffers = buffersOf({ ...bucketed(records, width), from: range.from });
          resolve({ range, width, runs: new Map([['r', buffers]]) });
        };
      }),
    () => {
      ready += 1;
    },
  );
  return {
    made,
    asked,
    readies: () => ready,
    async answer() {
      await vi.runAllTimersAsync();
      answer?.();
      await vi.runAllTimersAsync();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('E3: what is coarser than the screen is fetched once, with room on both sides', async () => {
  const { made, asked, answer, readies } = refiner();
  const range = { from: 50_001, to: 51_000 };
  expect(made.pick(coarse, range, 1000, LAST)).toBe(coarse);
  made.pick(coarse, range, 1000, LAST);
  await answer();
  expect(asked).toEqual([{ range: { from: 49_501, to: 51_500 }, buckets: 2000 }]);
  expect(readies()).toBe(1);
  expect(made.pick(coarse, range, 1000, LAST).width).toBe(1);
});

test('panning within what was fetched needs nothing; coming closer, or going beyond, does', async () => {
  const { made, asked, answer } = refiner();
  made.pick(coarse, { from: 50_001, to: 60_000 }, 1000, LAST);
  await answer();
  made.pick(coarse, { from: 52_001, to: 62_000 }, 1000, LAST);
  await answer();
  expect(asked).toHaveLength(1);
  made.pick(coarse, { from: 52_001, to: 54_000 }, 1000, LAST);
  await answer();
  expect(asked).toHaveLength(2);
  made.pick(coarse, { from: 80_001, to: 82_000 }, 1000, LAST);
  await answer();
  expect(asked).toHaveLength(3);
});

test('a wheel that turns on asks once, for where it came to rest', async () => {
  const { made, asked, answer } = refiner();
  for (let span = 50_000; span > 1000; span *= 0.8) made.pick(coarse, { from: 1, to: Math.round(span) }, 1000, LAST);
  await answer();
  expect(asked).toHaveLength(1);
});

test('E1: live records extend what reaches to the end, also those that came meanwhile', async () => {
  const { made, answer } = refiner();
  const end = { from: LAST - 999, to: LAST };
  made.pick(coarse, end, 1000, LAST);
  made.append([recordOf(LAST + 1)]);
  await answer();
  made.append([recordOf(LAST + 2)]);
  const { runs } = made.pick(coarse, { from: LAST - 900, to: LAST + 2 }, 1000, LAST + 2);
  expect(runs.get('r')?.lastIteration).toBe(LAST + 2);
});

test('live records leave an inner range alone', async () => {
  const { made, answer } = refiner();
  const inner = { from: 1000, to: 1999 };
  made.pick(coarse, inner, 1000, LAST);
  await answer();
  made.append([recordOf(LAST + 1)]);
  expect(made.pick(coarse, inner, 1000, LAST).runs.get('r')?.lastIteration).toBe(2499);
});
