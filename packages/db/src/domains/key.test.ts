import { DomainKey } from '@combogan/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { domainKey } from './key.ts';

test.each([
  ['Twemoji', 'twemoji'],
  ['  Fluent — Emoji (flat)! ', 'fluent-emoji-flat'],
  ['고양이 사진', '고양이-사진'],
  ['ﬁne Ａrt', 'fine-art'],
  ['!!!', 'domain'],
])('%j becomes %j', (name, key) => expect(domainKey(name, new Set())).toBe(key));

test('one that is taken gets a number and stays within its length', () => {
  expect(domainKey('Cats', new Set(['cats', 'cats-2']))).toBe('cats-3');
  const long = 'x'.repeat(60);
  expect(domainKey(long, new Set(['x'.repeat(40)]))).toBe(`${'x'.repeat(38)}-2`);
});

test('any name gives a key that the contract accepts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      const first = domainKey(name, new Set());
      expect(DomainKey.parse(first)).toBe(first);
      const second = domainKey(name, new Set([first]));
      expect(DomainKey.parse(second)).not.toBe(first);
    }),
  );
});
