import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInput } from './errors.ts';
import { LIMITS } from './limits.ts';
import { CreateSweepBody } from './sweep.ts';
import { planSweep, sweepRunName } from './sweep-plan.ts';

const domainIds = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const refusal = (body: object): { field?: string; message: string; limit?: string } => {
  try {
    parseInput(CreateSweepBody, { name: 'S', domainIds, config: {}, ...body });
  } catch (error) {
    return error as { field?: string; message: string };
  }
  throw new Error('it was accepted');
};

describe('R9: a grid', () => {
  test('makes one run per combination, the last axis changing fastest, and names each', () => {
    const { runs, issues } = planSweep({
      config: { iterations: 300 },
      axes: [
        { field: 'dropout', values: [false, true] },
        { field: 'lambdaCycle', values: [5, 10] },
      ],
    });
    expect(issues).toEqual([]);
    expect(runs.map(({ label }) => label)).toEqual([
      'dropout off, lambdaCycle 5',
      'dropout off, lambdaCycle 10',
      'dropout on, lambdaCycle 5',
      'dropout on, lambdaCycle 10',
    ]);
    expect(runs[2]?.config).toMatchObject({ dropout: true, lambdaCycle: 5, iterations: 300, decayIterations: 150 });
  });

  test('takes an option to its default with null, also where it follows another', () => {
    const { runs } = planSweep({
      config: { loadSize: 200 },
      axes: [
        { field: 'size', values: [64, 128] },
        { field: 'loadSize', values: [null, 150] },
      ],
    });
    expect(runs.map(({ config }) => config.loadSize)).toEqual([72, 150, 143, 150]);
  });
});

describe('B1: a sweep is refused as a whole, at the axis and value that are wrong, with the limit', () => {
  test.each([
    [
      'a value out of range',
      { axes: [{ field: 'lambdaCycle', values: [5, 101] }] },
      'axes.0.values.1',
      'lambdaCycle 101 must be between 0 and 100',
    ],
    ['a value of another type', { axes: [{ field: 'dropout', values: [false, 1] }] }, 'axes.0.values.1', 'dropout 1'],
    ['no option', { axes: [{ field: 'lambda', values: [1, 2] }] }, 'axes.0.field', 'no option'],
    ['a value twice', { axes: [{ field: 'seed', values: [1, 2, 1] }] }, 'axes.0.values.2', 'seed 1 is there twice'],
    [
      'an axis twice',
      {
        axes: [
          { field: 'seed', values: [1, 2] },
          { field: 'seed', values: [3] },
        ],
      },
      'axes.1.field',
      'already',
    ],
    ['no value', { axes: [{ field: 'seed', values: [] }] }, 'axes.0.values', 'needs a value'],
    ['one run only', { axes: [{ field: 'seed', values: [1] }] }, 'axes', 'at least 2'],
    ['neither axes nor points', {}, 'axes', 'either'],
    ['both', { axes: [{ field: 'seed', values: [1, 2] }], points: [] }, 'axes', 'either'],
    [
      'a value that the base does not allow',
      { config: { loadSize: 64 }, axes: [{ field: 'size', values: [64, 96] }] },
      'axes.0.values.1',
      'size 96: loadSize must be at least size (96)',
    ],
    [
      'a base that is wrong by itself',
      { config: { batch: 99 }, axes: [{ field: 'seed', values: [1, 2] }] },
      'config.batch',
      'between 1 and 16',
    ],
    [
      'an unknown option in the base',
      { config: { lambda: 1 }, axes: [{ field: 'seed', values: [1, 2] }] },
      'config',
      'lambda',
    ],
    [
      'a wrong point',
      { points: [{ set: {} }, { set: { learningRate: 1 } }] },
      'points.1.set.learningRate',
      'learningRate 1 must be',
    ],
    [
      'the same run twice',
      { points: [{ set: {} }, { set: { seed: 2 } }, { set: { seed: 1 } }] },
      'points.2',
      'same run as point 1',
    ],
  ])('%s', (_what, body, field, says) => {
    const error = refusal(body);
    expect(error.field).toBe(field);
    expect(error.message).toContain(says);
  });

  test('too many runs or axes', () => {
    const values = Array.from({ length: 40 }, (_, n) => n);
    const axes = [
      { field: 'seed', values },
      { field: 'lambdaCycle', values },
    ];
    expect(refusal({ axes })).toMatchObject({ field: 'axes', limit: `${LIMITS.sweepRuns} runs` });
    expect(refusal({ axes }).message).toContain('makes 1600 runs: at most 64');
    const five = ['seed', 'batch', 'beta1', 'beta2', 'poolSize'].map((field) => ({ field, values: [0] }));
    expect(refusal({ axes: five }).message).toContain(`more than ${LIMITS.sweepAxes}`);
  });

  test('an absurd grid is counted, not written out', () => {
    const axes = Array.from({ length: 1000 }, () => ({ field: 'seed', values: [1, 2] }));
    expect(refusal({ axes }).field).toMatch(/^axes/);
  });
});

test('R9: every accepted grid makes distinct runs, as many as the product of its values', () => {
  const numbers = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(numbers(100), numbers(100), fc.uniqueArray(fc.boolean(), { minLength: 1 }), (cycle, seed, dropout) => {
      const size = cycle.length * seed.length * dropout.length;
      const { runs, issues } = planSweep({
        config: {},
        axes: [
          { field: 'lambdaCycle', values: cycle },
          { field: 'seed', values: seed },
          { field: 'dropout', values: dropout },
        ],
      });
      const fits = size >= LIMITS.sweepRunsMin && size <= LIMITS.sweepRuns;
      expect(issues.length === 0).toBe(fits);
      expect(new Set(runs.map(({ config }) => JSON.stringify(config))).size).toBe(fits ? size : 0);
    }),
  );
});

test('a run is named after its sweep and its point, within the limit of a name', () => {
  expect(sweepRunName('sweep', 'lambdaCycle 5')).toBe('sweep · lambdaCycle 5');
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.string({ minLength: 1, maxLength: 200 }),
      (sweep, label) => {
        expect(sweepRunName(sweep, label).length).toBeLessThanOrEqual(LIMITS.nameLength);
      },
    ),
  );
});
