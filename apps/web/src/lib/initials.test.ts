import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Ada', 'A'],
  ['Ada Lovelace', 'AL'],
  ['ada king of lovelace', 'AL'],
  ['김지민', '지민'],
  ['지민', '지민'],
  ['김 지민', '김지'],
  ['👩‍🎨', '👩'],
  ['', ''],
])('%s is %s', (name, short) => expect(initials(name)).toBe(short));
