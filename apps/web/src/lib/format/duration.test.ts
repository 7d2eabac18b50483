import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DurationParts, durationParts } from './duration.ts';

const inSeconds = (d: DurationParts): number => {
  if (d.unit === 'seconds') return d.seconds;
  if (d.unit === 'minutes') return d.minutes * 60 + d.seconds;
  if (d.unit === 'hours') return d.hours * 3600 + d.minutes * 60;
  return d.days * 86_400 + d.hours * 3600;
};

test('the two units make up the duration, to the smaller one', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e8, noNaN: true }), (seconds) => {
      const parts = durationParts(seconds);
      const step = { seconds: 1, minutes: 1, hours: 60, days: 3600 }[parts.unit];
      expect(Math.abs(inSeconds(parts) - seconds)).toBeLessThanOrEqual(step / 2 + 30.5);
    }),
  );
});

test.each([
  [0.2, { unit: 'seconds', seconds: 0 }],
  [59.7, { unit: 'minutes', minutes: 1, seconds: 0 }],
  [3599.9, { unit: 'hours', hours: 1, minutes: 0 }],
  [86_399, { unit: 'days', days: 1, hours: 0 }],
])('%s seconds', (seconds, parts) => {
  expect(durationParts(seconds)).toEqual(parts);
});
