import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairLevels } from './pairs.ts';
import { planPair, planSeries } from './series-plan.ts';

const LONGEST = 5_000_000;

const requests = fc.record({
  from: fc.integer({ min: 1, max: LONGEST }),
  length: fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: LONGEST })),
  buckets: fc.integer({ min: 10, max: 4000 }),
});

test('the pieces are the range: nothing twice, nothing missing, nothing beyond', () => {
  fc.assert(
    fc.property(requests, ({ from, length, buckets }) => {
      const to = from + length - 1;
      let next = from;
      for (const { level, first, last } of planSeries(from, to, buckets).pieces) {
        expect(first * level + 1).toBe(next);
        next = (last + 1) * level + 1;
      }
      expect(next).toBe(to + 1);
    }),
  );
});

test('no more buckets are answered than asked, and each piece lies within them', () => {
  fc.assert(
    fc.property(requests, ({ from, length, buckets }) => {
      const to = from + length - 1;
      const { width, pieces } = planSeries(from, to, buckets);
      expect(Math.floor((to - 1) / width) - Math.floor((from - 1) / width) + 1).toBeLessThanOrEqual(buckets);
      for (const { level } of pieces) expect(width % level).toBe(0);
    }),
  );
});

test('a chart of a million iterations reads about as much as one of a thousand', () => {
  fc.assert(
    fc.property(requests, ({ from, length, buckets }) => {
      const { pieces } = planSeries(from, from + length - 1, buckets);
      const rows = pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0);
      // 7 buckets of each finer level on both sides
      expect(rows).toBeLessThanOrEqual(Math.max(4 * buckets, 2 * buckets + 5 * 14, LONGEST / 32768 + 5 * 14));
    }),
  );
});

test('a pair is read from whole buckets of one level that cover the range, few of them', () => {
  fc.assert(
    fc.property(requests, fc.integer({ min: 2, max: 64 }), ({ from, length, buckets }, domains) => {
      const to = from + length - 1;
      const levels = pairLevels(domains);
      const plan = planPair(from, to, buckets, levels);
      const [piece] = plan.pieces;
      expect(plan.pieces).toHaveLength(1);
      if (!piece) return;
      expect([1, ...levels]).toContain(piece.level);
      expect(plan).toMatchObject({ from: piece.first * piece.level + 1, to: (piece.last + 1) * piece.level });
      expect(plan.from).toBeLessThanOrEqual(from);
      expect(plan.to).toBeGreaterThanOrEqual(to);
      expect(plan.width % piece.level).toBe(0);
      expect(Math.floor((plan.to - 1) / plan.width) - Math.floor((plan.from - 1) / plan.width)).toBeLessThan(buckets);
      if (piece.level === 1) expect(length).toBeLessThanOrEqual(Math.max(4 * buckets, levels[0] ?? 0));
    }),
  );
});

test('all pairs together take at most a quarter of a row an iteration on the finest level', () => {
  for (let domains = 2; domains <= 64; domains++) {
    const pairs = (domains * (domains - 1)) / 2;
    expect(pairs / (pairLevels(domains)[0] ?? 1)).toBeLessThanOrEqual(0.25);
  }
});
