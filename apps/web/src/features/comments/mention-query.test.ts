import { expect, test } from 'vitest';
import { mentionChoices, mentionQuery } from './mention-query.ts';

test.each([
  ['hi @A', 5, { from: 3, query: 'A' }],
  ['@', 1, { from: 0, query: '' }],
  ['(@Ada L', 7, { from: 1, query: 'Ada L' }],
  ['ada@example.org', 15, null],
  ['@Ada\n', 5, null],
  ['no one', 6, null],
  ['@Ada', 0, null],
])('%j with the caret at %i', (text, caret, query) => expect(mentionQuery(text, caret)).toEqual(query));

test('choices begin like what is written, in any word of the name', () => {
  const people = ['Ada Lovelace', 'Bo', '지민'].map((name) => ({ id: name, name }));
  const names = (query: string) => mentionChoices(people, query).map(({ name }) => name);
  expect(names('')).toEqual(['Ada Lovelace', 'Bo', '지민']);
  expect(names('love')).toEqual(['Ada Lovelace']);
  expect(names('Ada L')).toEqual(['Ada Lovelace']);
  expect(names('지')).toEqual(['지민']);
  expect(names('x')).toEqual([]);
});
