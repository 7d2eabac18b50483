import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawImages, drawPair } from './draws.ts';
import { createRandom } from './random.ts';

describe('drawPair', () => {
  it('draws every ordered pair of distinct domains equally often', () => {
    const random = createRandom(9);
    const counts = new Map<string, number>();
    const draws = 24_000;
    for (let iteration = 1; iteration <= draws; iteration++) {
      const [a, b] = drawPair(random, iteration, 4);
      expect(a).not.toBe(b);
      counts.set(`${a},${b}`, (counts.get(`${a},${b}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    const expected = draws / 12;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99.9% of chi-square with 11 degrees of freedom.
    expect(chiSquare).toBeLessThan(31.3);
  });

  it('stays within the domains and needs two of them', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1e6), fc.integer({ min: 2, max: 64 }), (seed, iteration, count) => {
        const pair = drawPair(createRandom(seed), iteration, count);
        expect(new Set(pair).size).toBe(2);
        expect(pair.every((domain) => domain >= 0 && domain < count)).toBe(true);
      }),
    );
    expect(() => drawPair(createRandom(1), 1, 1)).toThrow('two domains');
  });
});

describe('R11: drawPair with frozen domains', () => {
  const run = fc.integer({ min: 2, max: 12 }).chain((count) =>
    fc.record({
      seed: fc.nat(),
      count: fc.constant(count),
      frozen: fc.uniqueArray(fc.nat(count - 1), { maxLength: count - 1 }).map((indices) => new Set(indices)),
    }),
  );

  it('draws a pair with one that trains first, and whoever is frozen second', () => {
    fc.assert(
      fc.property(run, fc.nat(1e6), ({ seed, count, frozen }, iteration) => {
        const pair = drawPair(createRandom(seed), iteration, count, frozen);
        expect(new Set(pair).size).toBe(2);
        expect(frozen.has(pair[0])).toBe(false);
        if (frozen.size === 0) expect(pair).toEqual(drawPair(createRandom(seed), iteration, count));
      }),
    );
    expect(() => drawPair(createRandom(1), 1, 2, new Set([0, 1]))).toThrow('nothing to train');
  });

  it('draws each of the remaining pairs equally often', () => {
    const counts = new Map<string, number>();
    const draws = 14_000;
    for (let iteration = 1; iteration <= draws; iteration++) {
      const pair = drawPair(createRandom(9), iteration, 5, new Set([0, 2, 3]));
      const key = pair.sort((a, b) => a - b).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // Of ten pairs, three are of frozen domains only.
    expect(counts.size).toBe(7);
    const expected = draws / 7;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99.9% of chi-square with 6 degrees of freedom.
    expect(chiSquare).toBeLessThan(22.5);
  });
});

describe('drawImages', () => {
  it('draws a batch from the domain, sooner or later every image', () => {
    const random = createRandom(4);
    const seen = new Set<number>();
    for (let iteration = 1; iteration <= 60; iteration++) {
      const batch = drawImages(random, iteration, 'apples', 5, 3);
      expect(batch).toHaveLength(3);
      for (const index of batch) seen.add(index);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('draws for each domain by itself', () => {
    const random = createRandom(4);
    const [apples, bears] = ['apples', 'bears'].map((domain) =>
      Array.from({ length: 20 }, (_, i) => drawImages(random, i, domain, 1000, 1)[0]),
    );
    expect(apples).not.toEqual(bears);
  });
});
