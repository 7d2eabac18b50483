import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from './format.ts';

test.skipIf(process.platform === 'win32')('a path is quoted so that a shell reads it back', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', ' ', "'", '"', '$', '`', '\\', '가', '/', '-', '*'),
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
      const line = `printf '%s\\n' ${words.map((each) => shellWord(`./${each}`)).join(' ')}`;
      expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(words.map((each) => `./${each}\n`).join(''));
    }),
    { numRuns: 20 },
  );
});
