import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds, seeded, simulateTournament, simulateUniform, unevenness } from './scaling.ts';

describe('schedules for several trainers of one run', () => {
  it('a tournament lets every pair meet once, in rounds of disjoint pairs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), (n) => {
        const all = rounds(n);
        for (const round of all) expect(new Set(round.flat()).size).toBe(2 * round.length);
        const pairs = all.flat().map(([a, b]) => (a < b ? `${a}-${b}` : `${b}-${a}`));
        expect(new Set(pairs).size).toBe(pairs.length);
        expect(pairs).toHaveLength((n * (n - 1)) / 2);
      }),
    );
  });

  it('uniform draws among free domains train every pair equally often, up to chance', () => {
    const result = simulateUniform({ domains: 8, trainers: 3, iterations: 50_000, moveCost: 0, uniform: seeded(3) });
    const { worst, threeSigma } = unevenness(result, 8);
    expect(worst).toBeLessThan(threeSigma * 1.2);
    expect(result.speedUp).toBeGreaterThan(2.9);
  });

  it('k trainers are k times as fast while k is at most half the domains', () => {
    const result = simulateTournament({ domains: 8, trainers: 4, iterations: 50_000, moveCost: 0, uniform: seeded(3) });
    expect(result.speedUp).toBeGreaterThan(3.8);
    expect(unevenness(result, 8).worst).toBeLessThan(0.01);
  });
});
