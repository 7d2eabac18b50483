import { expect, test } from 'vitest';
import { safeReturn } from './safe-return.ts';

test.each([
  ['/runs/1?tab=log', '/runs/1?tab=log'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
])('%s leads to %s', (next, path) => {
  expect(safeReturn(next)).toBe(path);
});
