import { expect, test } from 'vitest';
import { pathOf, scaleOf } from './sparkline.tsx';

const curve = (...values: number[]) => values.map((cycle, n) => ({ iteration: (n + 1) * 10, means: { cycle } }));

test('curves share one scale, and a run that diverges does not flatten the others', () => {
  const calm = Array.from({ length: 20 }, () => curve(3, 2, 1));
  expect(scaleOf([...calm, curve(1e9)], 'cycle', 30)).toEqual({ iterations: 30, low: 1, high: 3 });
});

test('a curve runs over the box from its highest value at the top to its lowest at the bottom', () => {
  const scale = { iterations: 40, low: 1, high: 3 };
  expect(pathOf(curve(3, 2, 1), 'cycle', scale)).toBe('M28.0 1.0L56.0 14.0L84.0 27.0');
  expect(pathOf(curve(1e9, -1e9), 'cycle', scale)).toBe('M28.0 1.0L56.0 27.0');
  expect(pathOf(curve(1), 'cycle', scale)).toBe('');
  expect(pathOf(curve(1, 2), 'gan', scale)).toBe('');
});
