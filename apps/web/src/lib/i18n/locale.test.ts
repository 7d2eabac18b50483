import { expect, test } from 'vitest';
import { pickLocale } from './locale.ts';

test.each([
  ['ko', 'en-US', 'ko'],
  [undefined, 'ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  [undefined, 'en;q=0.5, ko;q=0.8', 'ko'],
  [undefined, 'de-DE,fr;q=0.9', 'en'],
  [undefined, 'de, ko;q=0.1', 'ko'],
  [undefined, 'ko;q=0, en;q=0.1', 'en'],
  ['klingon', null, 'en'],
  [undefined, '', 'en'],
])('cookie %s and Accept-Language %s give %s', (cookie, header, locale) => {
  expect(pickLocale(cookie, header)).toBe(locale);
});
