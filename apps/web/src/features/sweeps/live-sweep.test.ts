import { expect, test } from 'vitest';
import { sweepOf } from './fixtures.ts';
import { withRun } from './live-sweep.ts';

const sweep = sweepOf({ axes: [{ field: 'seed', values: [1, 2] }] }, 'queued');
const [run, other] = sweep.runs;
if (!run || !other) throw new Error('no runs');
const { config, ...summary } = run;

test('a summary moves its run and the counts; an older one does nothing', () => {
  const after = withRun(sweep, { ...summary, state: 'running', seq: 5 });
  expect(after?.runs[0]).toEqual({ ...run, state: 'running', seq: 5 });
  expect(after?.states).toEqual({ running: 1, queued: 1 });
  expect(withRun(after ?? sweep, { ...summary, seq: 4 })).toBe(after);
});

test('a run that came into the sweep or left it makes the sweep be read again', () => {
  expect(withRun(sweep, { ...summary, sweep: null })).toBeNull();
  expect(withRun(sweep, { ...summary, id: '00000000-0000-4000-8000-000000000099' })).toBeNull();
  const elsewhere = { ...summary, id: '00000000-0000-4000-8000-000000000099', sweep: null };
  expect(withRun(sweep, elsewhere)).toBe(sweep);
});
