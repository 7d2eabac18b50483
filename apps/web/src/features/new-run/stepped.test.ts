import { RANGES } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { stepped } from './stepped.ts';

test.each([
  ['64', 1, 'size', '68'],
  ['32', -1, 'size', '32'],
  ['0.0002', 1, 'learningRate', '0.0003'],
  ['0.1', 2, 'lambdaForward', '0.3'],
  ['', 1, 'blocks', '2'],
  ['nonsense', 10, 'batch', '11'],
  ['999', 10, 'poolSize', '1000'],
] as const)('%j by %i steps of %s is %s', (text, steps, field, wanted) => {
  expect(stepped(text, steps, RANGES[field])).toBe(wanted);
});
