import { expect, test } from 'vitest';
import { cellPlace } from './pins.ts';

const sheet = { rows: ['a', 'a', 'b'], columns: ['a', 'b'] };

test.each([
  [
    { source: 'a', probe: 1, target: 'b' },
    { row: 1, column: 2 },
  ],
  [
    { source: 'b', probe: 0, target: 'a' },
    { row: 2, column: 1 },
  ],
  [{ source: 'b', probe: 1, target: 'a' }, null],
  [{ source: 'a', probe: 0, target: 'c' }, null],
])('%o is at %o', (cell, place) => expect(cellPlace(sheet, cell)).toEqual(place));
