import { expect, test } from 'vitest';
import { ChartBuffers } from '../../lib/live/chart-buffers.ts';
import { contentOf } from '../../lib/live/testing.ts';
import { byDraws, drawsOf } from './by-draws.ts';

const stored = {
  from: 1,
  to: 12,
  width: 4,
  series: { 'a.gan': { x: [4, 8, 11], min: [1, 2, 3], max: [5, 6, 99], last: [4, 4, 4], count: [2, 1, 3] } },
};

test('E3: aligned by draws, a bucket lies where its domain had been drawn so often', () => {
  const moved = byDraws(stored, 1);
  expect(moved).toMatchObject({ from: 1, to: 6, width: 1 });
  expect(moved.series['a.gan']?.x).toEqual([2, 3, 6]);
  expect(drawsOf(stored.series['a.gan'].count)).toBe(6);
});

test('E3: in wider buckets of draws a spike stays', () => {
  const buffers = new ChartBuffers();
  buffers.reset(byDraws(stored, 3));
  const series = buffers.series.get('a.gan');
  expect(series && contentOf(series)).toEqual({ x: [3, 6], min: [1, 3], max: [6, 99], last: [4, 4], count: [3, 3] });
});
