import type { RunState, RunSummary } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { freshRun } from '../../lib/live/testing.ts';
import { groupSweeps } from './group-sweeps.ts';

const run = (id: string, state: RunState, of: Partial<RunSummary> = {}): RunSummary => ({
  ...freshRun(),
  id,
  state,
  queuePosition: null,
  ...of,
});
const point = (sweep: string, n: number) => ({ sweep: { id: sweep, name: sweep, point: n } });
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

test('R9: a sweep is one entry of the list, in the place of its foremost run', () => {
  const { active, endedSweeps, ended } = groupSweeps([
    run('alone', 'queued', { queuePosition: 2 }),
    run('x1', 'queued', { queuePosition: 3, ...point('x', 1) }),
    run('x0', 'finished', point('x', 0)),
    run('x2', 'queued', { queuePosition: 1, ...point('x', 2) }),
    run('now', 'running'),
    run('done', 'finished'),
    run('y0', 'failed', point('y', 0)),
    run('y1', 'finished', point('y', 1)),
  ]);
  expect(ids(active)).toEqual(['now', 'x', 'alone']);
  expect(ids(endedSweeps)).toEqual(['y']);
  expect(ids(ended)).toEqual(['done']);
  const [, sweep] = active;
  expect(sweep && 'runs' in sweep && ids(sweep.runs)).toEqual(['x0', 'x1', 'x2']);
});

test('newest first, whatever order they come in', () => {
  const at = (day: number) => ({ createdAt: `2026-01-0${day}T00:00:00.000Z` });
  expect(ids(groupSweeps([run('old', 'finished', at(1)), run('new', 'finished', at(2))]).ended)).toEqual([
    'new',
    'old',
  ]);
});
