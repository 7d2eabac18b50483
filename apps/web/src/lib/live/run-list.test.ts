import type { RunSummary } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { withSummary } from './run-list.ts';
import { freshRun } from './testing.ts';

const run = (id: string, seq: number): RunSummary => ({ ...freshRun(), id, seq });

test('a newer summary replaces the one before, an older one does not, an unknown run goes on top', () => {
  const list = { runs: [run('a', 5), run('b', 1)] };
  expect(withSummary(list, run('a', 6))?.runs.map((r) => r.seq)).toEqual([6, 1]);
  expect(withSummary(list, run('a', 4))).toBe(list);
  expect(withSummary(list, run('c', 0))?.runs.map((r) => r.id)).toEqual(['c', 'a', 'b']);
});

test('before the list is there, summaries wait for it', () => {
  expect(withSummary(undefined, run('a', 1))).toBeUndefined();
});
