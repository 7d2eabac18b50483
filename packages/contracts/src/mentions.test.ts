import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mentionParts, mentionsIn } from './mentions.ts';

const people = ['Ada', 'Ada Lovelace', 'Bo', '지민', 'C.J. (ML)'].map((name, n) => ({ id: String(n), name }));
const named = (text: string) => mentionsIn(text, people).map(({ name }) => name);

test.each([
  ['look, @Ada!', ['Ada']],
  ['@Ada Lovelace and @Bo', ['Ada Lovelace', 'Bo']],
  ['@Adam and @Bob and ada@Bo.com', ['Bo']],
  ['@지민님이 본 것, @Bo가 말한 것', ['Bo', '지민']],
  ['@C.J. (ML), @@Bo @Bo', ['Bo', 'C.J. (ML)']],
  ['no one @ all', []],
  ['', []],
])('%s', (text, names) => expect(named(text)).toEqual(names));

test('of two people with one name both are meant', () => {
  const twins = [
    { id: 'a', name: 'Bo' },
    { id: 'b', name: 'Bo' },
  ];
  expect(mentionsIn('@Bo', twins)).toEqual(twins);
});

test("the parts of any text make it up again, and each name is the person's", () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('@', '@Ada', '@Ada Lovelace', '@지민', 'Bo', ' '));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = mentionParts(text, people);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const { text: name, person } of parts) if (person) expect(name).toBe(`@${person.name}`);
    }),
  );
});
