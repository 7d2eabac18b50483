import { type LossName, seriesName } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import { align as alignSeries, extremes, valueAt } from './align.ts';

const chart = (cap?: number) => {
  const buffers = new ChartBuffers(cap);
  const pairs: [string, string, number][] = [
    ['A', 'B', 1],
    ['B', 'C', 2],
    ['A', 'C', 30],
    ['A', 'B', 4],
  ];
  buffers.append(
    pairs.map(([a, b, gan], i) => ({
      iteration: i + 1,
      domains: [a, b],
      losses: { [a]: { gan }, [b]: { gan: -gan } },
      learningRate: 1e-4,
      ms: 1,
    })),
  );
  return buffers;
};

const align = (buffers: ChartBuffers, domains: string[], loss: LossName, keep: number) =>
  alignSeries(
    domains.map((domain) => ({ buffers, series: seriesName(domain, loss) })),
    buffers.width,
    keep,
  );

test('domains that were not drawn leave a hole at that iteration', () => {
  const aligned = align(chart(), ['A', 'B'], 'gan', 0);
  expect(aligned.x).toEqual([1, 2, 3, 4]);
  expect(aligned.lines).toEqual([
    [1, null, 30, 4],
    [-1, 2, null, -4],
  ]);
});

test('E3: in buckets the line is the last value and the extremes keep the spike', () => {
  const aligned = align(chart(2), ['A'], 'gan', 0);
  expect(aligned.x).toEqual([2, 4]);
  expect(aligned.lines).toEqual([[1, 4]]);
  expect(extremes(aligned, [true], 1, 4)).toEqual({ min: 1, max: 30 });
});

test('extremes heed what is shown and the range', () => {
  const aligned = align(chart(), ['A', 'B'], 'gan', 0);
  expect(extremes(aligned, [true, false], 1, 4)).toEqual({ min: 1, max: 30 });
  expect(extremes(aligned, [true, true], 4, 4)).toEqual({ min: -4, max: 4 });
  expect(extremes(aligned, [false, false], 1, 4)).toBeNull();
  const calm = extremes(align(chart(), ['A'], 'gan', 0.9), [true], 1, 4, 'lines');
  expect(calm?.max).toBeLessThan(30);
});

test('the readout shows the last value before a hole', () => {
  const [, b] = align(chart(), ['A', 'B'], 'gan', 0).curves;
  expect(b && [0, 1, 2, 3].map((place) => valueAt(b, place))).toEqual([-1, 2, 2, -4]);
  const [c] = align(chart(), ['C'], 'gan', 0).curves;
  expect(c && valueAt(c, 0)).toBeNull();
});

test('E3: a range deep inside a run has an axis of its own', () => {
  const stored = { x: [5008, 5012], min: [1, 2], max: [3, 9], last: [2, 4], count: [1, 2] };
  const buffers = new ChartBuffers();
  buffers.reset({ from: 5003, to: 5014, width: 4, series: { 'A.gan': stored } });
  const aligned = align(buffers, ['A'], 'gan', 0);
  expect(aligned.x).toEqual([5004, 5008, 5012]);
  expect(aligned.lines).toEqual([[null, 2, 4]]);
});

test('runs of different lengths share an axis; one in other buckets is left out', () => {
  const [short, long, coarse] = [new ChartBuffers(), new ChartBuffers(), new ChartBuffers()];
  const series = (x: number[]) => ({ x, min: x, max: x, last: x, count: x.map(() => 1) });
  short.reset({ from: 1, to: 4, width: 2, series: { ms: series([2, 4]) } });
  long.reset({ from: 1, to: 8, width: 2, series: { ms: series([2, 4, 6, 8]) } });
  coarse.reset({ from: 1, to: 8, width: 8, series: { ms: series([8]) } });
  const wanted = [short, long, coarse, undefined].map((buffers) => ({ buffers, series: 'ms' as const }));
  const { x, lines } = alignSeries(wanted, 2, 0);
  expect(x).toEqual([2, 4, 6, 8]);
  expect(lines).toEqual([
    [2, 4, null, null],
    [2, 4, 6, 8],
    [null, null, null, null],
    [null, null, null, null],
  ]);
});
