import { LIMITS } from '@combogan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseValues } from './parse-values.ts';

test.each([
  ['5, 7, 8', [5, 7, 8], []],
  ['0.0002 2e-3', [0.0002, 0.002], []],
  ['1..4', [1, 2, 3, 4], []],
  ['0..1:0.25, 3', [0, 0.25, 0.5, 0.75, 1, 3], []],
  ['0.1..0.3:0.1', [0.1, 0.2, 0.3], []],
  ['5, 5', [5], []],
  ['4..1', [], ['4..1']],
  ['1..2:0', [], ['1..2:0']],
  ['5, fast, 1..', [5], ['fast', '1..']],
  ['', [], []],
])('%j', (text, values, unread) => {
  expect(parseValues(text)).toEqual({ values, unread });
});

test('whatever is typed, there are never many more values than a sweep may have runs', () => {
  expect(parseValues('0..1e12').values.length).toBeLessThanOrEqual(LIMITS.sweepRuns + 1);
  fc.assert(fc.property(fc.string(), (text) => parseValues(text).values.every(Number.isFinite)));
});
