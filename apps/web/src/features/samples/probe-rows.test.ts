import { expect, test } from 'vitest';
import { probeCount, probeRows, rowsOfProbe } from './probe-rows.ts';

const sheet = { rows: ['A', 'A', 'B', 'C', 'C', 'C'] };

test('E4: probes are numbered within their domain', () => {
  expect(probeRows(sheet).map(({ probe }) => probe)).toEqual([0, 1, 0, 0, 1, 2]);
  expect(probeCount(sheet)).toBe(3);
});

test('E4: a domain with fewer probes shows its last one', () => {
  expect(rowsOfProbe(sheet, 0).map(({ row }) => row)).toEqual([0, 2, 3]);
  expect(rowsOfProbe(sheet, 2).map(({ row }) => row)).toEqual([1, 2, 5]);
});
