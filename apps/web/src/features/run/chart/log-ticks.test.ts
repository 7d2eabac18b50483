import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logTicks } from './log-ticks.ts';

test.each([
  [0.06, 0.9, 5, [0.1, 0.2, 0.5]],
  [0.05, 12, 12, [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]],
  [0.001, 10, 3, [0.001, 0.1, 10]],
  [0, 1, 5, []],
])('between %s and %s with at most %s', (min, max, most, wanted) => {
  expect(logTicks(min, max, most)).toEqual(wanted);
});

test('ticks ascend, lie in the range and are not too many', () => {
  const exponent = fc.double({ min: -6, max: 6, noNaN: true });
  fc.assert(
    fc.property(
      exponent,
      fc.double({ min: 0.01, max: 8, noNaN: true }),
      fc.integer({ min: 2, max: 12 }),
      (e, span, most) => {
        const [min, max] = [10 ** e, 10 ** (e + span)];
        const ticks = logTicks(min, max, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        ticks.forEach((tick, i) => {
          expect(tick).toBeGreaterThanOrEqual(min);
          expect(tick).toBeLessThanOrEqual(max);
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] ?? 0);
        });
      },
    ),
  );
});
