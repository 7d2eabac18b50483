import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, panned, spanOf, zoomed } from './viewport.ts';

const cases = fc
  .record({ last: fc.integer({ min: 20, max: 5_000_000 }), a: fc.double({ min: 0, max: 1, noNaN: true }), b: fc.nat() })
  .map(({ last, a, b }) => {
    const span = 10 + (b % (last - 10));
    const from = 1 + Math.floor(a * (last - span));
    return { last, range: { from, to: from + span - 1 } };
  });
const factors = fc.double({ min: 0.01, max: 100, noNaN: true });

test('wherever one zooms and pans to, it is whole iterations of the run, or all of it', () => {
  fc.assert(
    fc.property(cases, factors, fc.double({ min: -3, max: 3, noNaN: true }), ({ last, range }, factor, share) => {
      for (const next of [zoomed(range, last, factor), panned(range, last, share)]) {
        if (next === null) continue;
        expect(Number.isInteger(next.from) && Number.isInteger(next.to)).toBe(true);
        expect(next.from).toBeGreaterThanOrEqual(1);
        expect(next.to).toBeLessThanOrEqual(last);
        expect(spanOf(next)).toBeGreaterThanOrEqual(10);
      }
    }),
  );
});

test('the iteration under the pointer keeps its place while there is room', () => {
  const next = zoomed({ from: 1000, to: 1999 }, 10_000, 0.5, 1250);
  expect(next).toEqual({ from: 1125, to: 1624 });
});

test('panning keeps the span; at an end it stops', () => {
  expect(panned({ from: 101, to: 200 }, 1000, 0.5)).toEqual({ from: 151, to: 250 });
  expect(panned({ from: 101, to: 200 }, 1000, -5)).toEqual({ from: 1, to: 100 });
  expect(panned({ from: 801, to: 900 }, 1000, 5)).toEqual({ from: 901, to: 1000 });
});

test('zooming out ends with the whole run', () => {
  expect(zoomed({ from: 400, to: 600 }, 1000, 10)).toBeNull();
  expect(fitted({ from: 1, to: 1000 }, 1000)).toBeNull();
});
