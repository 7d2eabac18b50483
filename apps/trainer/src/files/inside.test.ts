import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isInside } from './inside.ts';

test.each([
  ['/a/b', '/a/b', true],
  ['/a/b/c/d', '/a/b', true],
  ['/a/b/..c', '/a/b', true],
  ['/a/b', '/a/b/c', false],
  ['/a/bc', '/a/b', false],
  ['/x', '/a/b', false],
])('%s inside %s: %s', (path, folder, expected) => {
  expect(isInside(resolve(path), resolve(folder))).toBe(expected);
});
