import { LIMITS } from '@combogan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suggestName } from './suggest-name.ts';

test('names the domains, and counts those that do not fit', () => {
  expect(suggestName(['Photo', 'Sketch'])).toBe('Photo + Sketch');
  expect(suggestName(Array.from({ length: 9 }, () => 'Impressionism'))).toMatch(/^(Impressionism \+ )+\d$/);
});

test('never suggests more than a name may hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 64 }), (names) => {
      expect(suggestName(names).length).toBeLessThanOrEqual(LIMITS.nameLength);
    }),
  );
});
