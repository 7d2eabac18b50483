import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox } from './philox.ts';
import { createRandom } from './random.ts';

const words = (counter: number[], key: [number, number]) => {
  const out = new Uint32Array(4);
  philox(Uint32Array.from(counter), key, out);
  return [...out];
};

describe('philox', () => {
  it('gives the published test vectors', () => {
    expect(words([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    expect(words([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    expect(words([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

const take = (n: number, draw: () => number) => Array.from({ length: n }, draw);
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const iterations = fc.integer({ min: 0, max: 5_000_000 });

describe('createRandom', () => {
  it('repeats a stream whatever else was drawn before', () => {
    fc.assert(
      fc.property(seeds, fc.string(), iterations, (seed, name, iteration) => {
        const first = take(9, createRandom(seed)(name, iteration).bits);
        const random = createRandom(seed);
        take(3, random('another', iteration).bits);
        take(3, random(name, iteration + 1).bits);
        expect(take(9, random(name, iteration).bits)).toEqual(first);
      }),
    );
  });

  it('draws something else for another seed, name or iteration', () => {
    fc.assert(
      fc.property(seeds, iterations, (seed, iteration) => {
        const draws = [
          createRandom(seed)('pair', iteration),
          createRandom((seed + 1) % 2 ** 32)('pair', iteration),
          createRandom(seed)('pool', iteration),
          createRandom(seed)('pair', iteration + 1),
        ].map((stream) => take(4, stream.bits).join());
        expect(new Set(draws).size).toBe(4);
      }),
    );
  });

  it('keeps streams of consecutive iterations uncorrelated', () => {
    const random = createRandom(5);
    const values = take(20_000, () => 0).map((_, i) => random('pair', i).uniform() - 0.5);
    const lagged = values.slice(1).reduce((sum, value, i) => sum + value * (values[i] ?? 0), 0) / values.length;
    // Standard error of the product of two uniform deviates is 1/12 over sqrt(n).
    expect(Math.abs(lagged)).toBeLessThan((4 / 12) * values.length ** -0.5);
  });

  it('draws uniform values in [0, 1) with the mean and variance they should have', () => {
    const values = take(40_000, createRandom(1)('u').uniform);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('draws normal values with the moments they should have', () => {
    const values = take(60_000, createRandom(2)('n').normal);
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('draws integers below the bound, each equally often', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = createRandom(seed)('i').int(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }),
    );
    const counts = [0, 0, 0, 0, 0, 0, 0];
    const stream = createRandom(3)('i');
    for (let i = 0; i < 70_000; i++) {
      const drawn = stream.int(7);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 99.9% of chi-square with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(22.5);
  });

  it('refuses a bound that no integer is below', () => {
    for (const bound of [0, -1, 1.5, Number.NaN, 2 ** 33])
      expect(() => createRandom(1)('i').int(bound)).toThrow(RangeError);
  });
});
