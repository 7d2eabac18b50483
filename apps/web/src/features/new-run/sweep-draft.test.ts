import { LIMITS } from '@combogan/contracts';
import { describe, expect, test } from 'vitest';
import { EMPTY_DRAFT } from './draft.ts';
import { EMPTY_SWEEP, evaluateSweep, type SweepDraft } from './sweep-draft.ts';
import { talkSweep } from './talk-sweep.ts';

const domainIds = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const draft = { ...EMPTY_DRAFT, domainIds, values: { iterations: '300' } };
const of = (sweep: Partial<SweepDraft>, values = {}) =>
  evaluateSweep({ ...draft, values: { ...draft.values, ...values } }, { ...EMPTY_SWEEP, ...sweep }, 'A + B');

test("R9: the talk's experiments are one sweep: the base, one change at a time, and its best", () => {
  const { runs, body, wrong } = of(talkSweep("talk's best"));
  expect(wrong.size).toBe(0);
  expect(runs.map(({ label }) => label)).toEqual([
    'base',
    'dropout on',
    'lambdaCycle 5',
    'lambdaCycle 7',
    'lambdaCycle 8',
    'lambdaForward 0.5',
    'learningRate 0.002',
    'decayIterations 0',
    "talk's best",
  ]);
  expect(runs.at(-1)?.config).toMatchObject({
    dropout: false,
    lambdaCycle: 10,
    lambdaForward: 0,
    learningRate: 0.002,
    decayIterations: 0,
    iterations: 300,
  });
  expect(body).toMatchObject({ name: 'A + B', domainIds, config: { iterations: 300 } });
  expect(body?.axes).toBeUndefined();
});

test('around another base the same list has other runs', () => {
  const { runs } = of(talkSweep('best'), { lambdaCycle: '7', dropout: true });
  expect(runs.map(({ label }) => label)).toContain('dropout off');
  expect(runs.map(({ label }) => label)).toContain('lambdaCycle 10');
  expect(runs.map(({ label }) => label)).not.toContain('lambdaCycle 7');
});

describe('a grid', () => {
  test('counts its runs, also when they are too many to launch', () => {
    const values = Array.from({ length: 20 }, (_, n) => n);
    const axes = [
      { field: 'seed' as const, values },
      { field: 'lambdaCycle' as const, values },
    ];
    expect(of({ axes })).toMatchObject({ count: 400, runs: [], body: null });
    expect(of({ axes: axes.slice(0, 1) })).toMatchObject({ count: 20, body: { axes: [{ field: 'seed' }] } });
    expect(of({})).toMatchObject({ count: 0, body: null, tooManyAxes: false });
  });

  test('B1: a value that no run may have is told at its option, past options without values', () => {
    const axes = [
      { field: 'seed' as const, values: [] },
      { field: 'lambdaCycle' as const, values: [5, 500] },
    ];
    for (const design of ['grid', 'each'] as const) {
      const { wrong, body } = of({ design, axes });
      expect(wrong.get(1)?.value).toBe(500);
      expect(wrong.get(1)?.message).toContain('between 0 and 100');
      expect(body).toBeNull();
    }
  });

  test('of more options than can be read is refused', () => {
    const fields = ['seed', 'batch', 'lambdaCycle', 'lambdaForward', 'poolSize'] as const;
    const axes = fields.map((field) => ({ field, values: [1, 2] }));
    expect(axes.length).toBeGreaterThan(LIMITS.sweepAxes);
    expect(of({ axes })).toMatchObject({ tooManyAxes: true, body: null });
    expect(of({ axes, design: 'each' })).toMatchObject({ tooManyAxes: false });
  });
});
