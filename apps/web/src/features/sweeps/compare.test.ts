import { expect, test } from 'vitest';
import { bestRuns, differingFields, knownLosses, nextSorting, type Row, sorted } from './compare.ts';
import { sweepOf } from './fixtures.ts';

const sweep = sweepOf({
  axes: [
    { field: 'dropout', values: [false, true] },
    { field: 'lambdaCycle', values: [5, 7, 10] },
  ],
});
const rows = (cycle: (number | undefined)[]): Row[] =>
  sweep.runs.map((run, n) => ({ run, losses: cycle[n] === undefined ? {} : { cycle: cycle[n], discriminator: n } }));
const points = (of: readonly Row[]) => of.map(({ run }) => run.sweep?.point);
const cycle = { kind: 'loss', loss: 'cycle' } as const;

test('R9: columns are the options that differ, also those that follow another', () => {
  expect(differingFields(sweep.runs)).toEqual(['dropout', 'lambdaCycle']);
  expect(differingFields(sweepOf({ axes: [{ field: 'size', values: [32, 64] }] }).runs)).toEqual(['size', 'loadSize']);
});

test('R9: the lowest loss of the finished runs is marked, and no discriminator is called best', () => {
  const best = bestRuns(rows([3, 1, 2, 1, 4, undefined]));
  expect([...best.keys()]).toEqual(['cycle']);
  expect(best.get('cycle')).toEqual(new Set([sweep.runs[1]?.id, sweep.runs[3]?.id]));
  const running = rows([3, 1, 2]).map((row, n) => (n === 1 ? { ...row, run: { ...row.run, state: 'running' } } : row));
  expect(bestRuns(running as Row[]).get('cycle')).toEqual(new Set([sweep.runs[2]?.id]));
  expect(bestRuns(rows([1])).size).toBe(0);
  expect(bestRuns(rows([1, 1, 1])).size).toBe(0);
});

test('rows sort by any column both ways; those without a value stay last', () => {
  const all = rows([3, 1, undefined, 2, 1]);
  expect(points(sorted(all, null))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(points(sorted(all, { column: cycle, descending: false }))).toEqual([1, 4, 3, 0, 2, 5]);
  expect(points(sorted(all, { column: cycle, descending: true }))).toEqual([0, 3, 1, 4, 2, 5]);
  const dropout = { kind: 'option', field: 'dropout' } as const;
  expect(points(sorted(all, { column: dropout, descending: true }))).toEqual([3, 4, 5, 0, 1, 2]);
});

test('a head sorts up, then down, then not', () => {
  const up = nextSorting(null, cycle);
  const down = nextSorting(up, cycle);
  expect([up?.descending, down?.descending, nextSorting(down, cycle)]).toEqual([false, true, null]);
  expect(nextSorting(down, { kind: 'run' })).toEqual({ column: { kind: 'run' }, descending: false });
});

test('only losses that are reported have a column', () => {
  expect(knownLosses(rows([1]))).toEqual(['cycle', 'discriminator']);
});
