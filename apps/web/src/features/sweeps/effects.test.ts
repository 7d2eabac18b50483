import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from './compare.ts';
import { againstBase, mainEffects } from './effects.ts';
import { sweepOf } from './fixtures.ts';

const grid = sweepOf({
  axes: [
    { field: 'dropout', values: [false, true] },
    { field: 'lambdaCycle', values: [5, 7, 10] },
  ],
});

test('R9: in a grid of added effects each option gets its own', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 5 }), (effect) => {
      const [off = 0, on = 0, ...cycles] = effect;
      const rows = grid.runs.map((run): Row => {
        const { dropout, lambdaCycle } = run.config;
        return { run, losses: { cycle: (dropout ? on : off) + (cycles[[5, 7, 10].indexOf(lambdaCycle)] ?? 0) } };
      });
      const [dropout, cycle] = mainEffects(rows, ['cycle']);
      expect(dropout?.levels.map(({ value, runs }) => [value, runs])).toEqual([
        [false, 3],
        [true, 3],
      ]);
      expect(dropout?.span.cycle).toBeCloseTo(Math.abs(on - off), 9);
      expect(cycle?.levels.map(({ value }) => value)).toEqual([5, 7, 10]);
      expect(cycle?.span.cycle).toBeCloseTo(Math.max(...cycles) - Math.min(...cycles), 9);
    }),
  );
});

test('runs that have not finished are no evidence', () => {
  const rows = grid.runs.map(
    (run, n): Row => ({ run: { ...run, state: n < 3 ? 'finished' : 'failed' }, losses: { cycle: 1 } }),
  );
  const [dropout] = mainEffects(rows, ['cycle']);
  expect(dropout?.levels.map(({ runs }) => runs)).toEqual([3, 0]);
  expect(dropout?.span.cycle).toBeUndefined();
});

test('R9: a listed run is told against the first: what it changes and what came of it', () => {
  const { runs } = sweepOf({
    points: [{ set: {} }, { set: { dropout: true } }, { set: { lambdaCycle: 5, dropout: true } }],
  });
  const rows = runs.map((run, n): Row => ({ run, losses: { cycle: [2, 3, 1][n], gan: 0 } }));
  expect(againstBase(rows, ['cycle', 'gan'])).toEqual([
    { runId: runs[1]?.id, changes: [{ field: 'dropout', value: true }], ratio: { cycle: 1.5 } },
    {
      runId: runs[2]?.id,
      changes: [
        { field: 'dropout', value: true },
        { field: 'lambdaCycle', value: 5 },
      ],
      ratio: { cycle: 0.5 },
    },
  ]);
});
