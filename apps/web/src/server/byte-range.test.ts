import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteRange } from './byte-range.ts';

it.each([
  [null, null],
  ['bytes=0-9', { start: 0, end: 9 }],
  ['bytes=90-', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['bytes=50-1000', { start: 50, end: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-3', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['items=0-1', null],
])('%s of 100 bytes', (header, range) => expect(byteRange(header, 100)).toEqual(range));

it('pieces that follow each other make up the whole file', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 700 }), (size, step) => {
      let next = 0;
      while (next < size) {
        const range = byteRange(`bytes=${next}-${next + step - 1}`, size);
        if (range === null || range === 'unsatisfiable') return false;
        if (range.start !== next || range.end < next || range.end >= size) return false;
        next = range.end + 1;
      }
      return byteRange(`bytes=${next}-`, size) === 'unsatisfiable';
    }),
  );
});
