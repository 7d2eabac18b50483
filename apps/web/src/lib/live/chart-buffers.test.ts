import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChartBuffers } from './chart-buffers.ts';
import { bucketed, contentOf, logOf, recordsOf } from './testing.ts';

const values = fc.array(fc.record({ pair: fc.nat(2), value: fc.double({ min: -10, max: 10, noNaN: true }) }), {
  minLength: 1,
  maxLength: 300,
});

test('E3: live records and a stored snapshot merge into what bucketing everything at once gives', () => {
  fc.assert(
    fc.property(values, fc.nat(), fc.constantFrom(1, 2, 8), (content, cut, width) => {
      const records = recordsOf(logOf([content], 99));
      const at = cut % (records.length + 1);
      const chart = new ChartBuffers(20);
      chart.reset(bucketed(records.slice(0, at), width));
      chart.append(records.slice(at));
      const wanted = bucketed(records, chart.width).series;
      for (const [name, series] of chart.series) expect(contentOf(series)).toEqual(wanted[name]);
      expect(chart.bucketCount).toBeLessThanOrEqual(20);
    }),
  );
});

test('E3: a spike of one iteration survives however coarse the buckets get', () => {
  const spike = Array.from({ length: 5000 }, (_, i) => ({ pair: 0, value: i === 1234 ? 99 : 1 }));
  const chart = new ChartBuffers(50);
  chart.append(recordsOf(logOf([spike], 9)));
  const series = chart.series.get('A.gan');
  expect(Math.max(...(series?.max.subarray(0, series.length) ?? []))).toBe(99);
  expect(chart.width).toBe(128);
});

test('E1: an iteration that comes twice counts once', () => {
  const records = recordsOf(logOf([[{ pair: 0, value: 3 }]], 1));
  const chart = new ChartBuffers();
  chart.append(records);
  chart.append(records);
  expect(chart.series.get('A.gan')?.length).toBe(1);
});
