import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningRate } from './schedule.ts';

describe('learningRate', () => {
  it('is constant, then falls linearly, and would be 0 after the last iteration', () => {
    const c = { learningRate: 1, iterations: 10, decayIterations: 4 };
    const rates = Array.from({ length: 11 }, (_, i) => learningRate(c, i + 1));
    expect(rates).toEqual([1, 1, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25, 0]);
  });

  it('stays constant without decay', () => {
    const c = { learningRate: 0.002, iterations: 3, decayIterations: 0 };
    expect([1, 2, 3].map((iteration) => learningRate(c, iteration))).toEqual([0.002, 0.002, 0.002]);
  });

  it('never rises and stays positive to the last iteration', () => {
    const runs = fc.integer({ min: 1, max: 1000 }).chain((iterations) =>
      fc.record({
        learningRate: fc.constant(0.0002),
        iterations: fc.constant(iterations),
        decayIterations: fc.integer({ min: 0, max: iterations }),
      }),
    );
    fc.assert(
      fc.property(runs, (c) => {
        const rates = Array.from({ length: c.iterations }, (_, i) => learningRate(c, i + 1));
        expect(rates.every((rate, i) => rate > 0 && rate <= (rates[i - 1] ?? c.learningRate))).toBe(true);
        expect(rates[0]).toBe(c.learningRate);
      }),
    );
  });
});
