import { expect, test } from 'vitest';
import { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import { align } from './align.ts';
import type { Line } from './curves.ts';
import { toCsv } from './export-csv.ts';

const line = (key: string): Line => ({ key, runId: 'r', series: `${key}.gan`, label: key, color: '', dash: [] });
const lines = [line('a'), line('b')];

function drawn(width: number, shown: boolean[]) {
  const buffers = new ChartBuffers();
  const a = { x: [width, 2 * width], min: [1, 2], max: [3, 4], last: [2.5, 3.5], count: [1, 1] };
  const b = { x: [2 * width], min: [5], max: [7], last: [6], count: [1] };
  buffers.reset({ from: 1, to: 2 * width, width, series: { 'a.gan': a, 'b.gan': b } });
  const wanted = lines.map(({ series }) => ({ buffers, series }));
  return new Map([['gan', { data: align(wanted, width, 0.9), shown, lines }]]);
}
const name = (panel: string, { label }: Line) => `${panel}, ${label}`;

test('E3: CSV holds minimum, maximum and last of each bucket, unsmoothed, with gaps left empty', () => {
  expect(toCsv(drawn(4, [true, true]), { from: 1, to: 8 }, 4, name)).toBe(
    'iteration,"gan, a min","gan, a max","gan, a last","gan, b min","gan, b max","gan, b last"\n' +
      '4,1,3,2.5,,,\n8,2,4,3.5,5,7,6\n',
  );
});

test('single iterations are one column; hidden lines and what is out of sight are left out', () => {
  expect(toCsv(drawn(1, [true, false]), { from: 2, to: 9 }, 1, name)).toBe('iteration,"gan, a"\n2,3.5\n');
});
