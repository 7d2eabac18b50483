import type { Aligned } from './align.ts';
import type { Line } from './curves.ts';
import type { Range } from './viewport.ts';

/** What one panel shows. */
export interface Drawn {
  data: Aligned;
  shown: readonly boolean[];
  lines: readonly Line[];
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * What is in sight as CSV: a row per bucket, named by its last iteration; of each shown line its minimum, maximum and
 * last value, unsmoothed. With buckets of one iteration the three are one column. Empty where a domain was not drawn.
 */
export function toCsv(
  panels: ReadonlyMap<string, Drawn>,
  { from, to }: Range,
  width: number,
  name: (panel: string, line: Line) => string,
): string {
  const header = ['iteration'];
  const rows = new Map<number, string[]>();
  for (const [panel, { data, shown, lines }] of panels)
    lines.forEach((line, i) => {
      const curve = data.curves[i];
      if (!curve || !shown[i]) return;
      const parts = width > 1 ? (['min', 'max', 'last'] as const) : (['last'] as const);
      const column = header.length;
      header.push(...parts.map((part) => (width > 1 ? `${name(panel, line)} ${part}` : name(panel, line))));
      curve.at.forEach((bucket, at) => {
        const iteration = data.x[bucket] ?? 0;
        if (iteration < from || iteration - width >= to) return;
        const row = rows.get(iteration) ?? [String(iteration)];
        rows.set(iteration, row);
        parts.forEach((part, n) => {
          row[column + n] = String(curve[part][at] ?? '');
        });
      });
    });
  const body = [...rows].sort(([a], [b]) => a - b).map(([, row]) => header.map((_, i) => row[i] ?? '').join(','));
  return `${[header.map(quoted).join(','), ...body].join('\n')}\n`;
}
