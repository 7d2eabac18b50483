import { expect, test } from 'vitest';
import { adviceFor, adviceForRun } from './advice.ts';

const domain = (name: string, trainCount: number, minSide: number | null = 256) => ({ name, trainCount, minSide });

test('R10: few images, and images smaller than the crop, are named', () => {
  expect(adviceFor(domain('A', 199, 60), 64).map(({ kind }) => kind)).toEqual(['few', 'small']);
  expect(adviceFor(domain('A', 200, 64), 64)).toEqual([]);
  expect(adviceFor(domain('A', 0, null), 64)).toEqual([{ kind: 'empty', name: 'A' }]);
});

test('R10: domains are unbalanced when one has more than twice the images of another', () => {
  expect(adviceForRun([domain('A', 200), domain('B', 400)], 64)).toEqual([]);
  expect(adviceForRun([domain('A', 200), domain('B', 300), domain('C', 500)], 64)).toEqual([
    { kind: 'unbalanced', largest: 'C', smallest: 'A', ratio: 2.5 },
  ]);
});
