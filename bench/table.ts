import type { Result } from './compare.ts';

const number = (value: number | null, digits = 0) => (value === null ? '-' : value.toFixed(digits));
const gigabytes = (bytes: number | null) => (bytes === null ? '-' : (bytes / 1e9).toFixed(2));

/** A result beside what its arithmetic would take at the ceiling. */
export interface Floored extends Result {
  floorMs: number;
  oursFloorMs: number;
}

/** `ceiling` in floating-point operations a second. */
export const withFloor = (result: Result, ceiling: number): Floored => ({
  ...result,
  floorMs: (1000 * result.directFlops) / ceiling,
  oursFloorMs: (1000 * result.oursFlops) / ceiling,
});

const COLUMNS: [string, (result: Floored) => string][] = [
  ['size', ({ size }) => String(size)],
  ['ngf', ({ ngf }) => String(ngf)],
  ['ours ms', ({ oursMs }) => number(oursMs)],
  ['PyTorch ms', ({ pytorchMs }) => number(pytorchMs)],
  ['times as fast', ({ ratio }) => number(ratio, 2)],
  ['ours CPU ms', ({ oursCpuMs }) => number(oursCpuMs)],
  ['PyTorch CPU ms', ({ pytorchCpuMs }) => number(pytorchCpuMs)],
  ['floor ms', ({ floorMs }) => number(floorMs)],
  ['floor / ours', ({ floorMs, oursMs }) => number(floorMs / oursMs, 2)],
  ['Winograd floor ms', ({ oursFloorMs }) => number(oursFloorMs)],
  ['of it / ours', ({ oursFloorMs, oursMs }) => number(oursFloorMs / oursMs, 2)],
  ['ours peak GB', ({ oursPeakBytes }) => gigabytes(oursPeakBytes)],
  ['PyTorch peak GB', ({ pytorchPeakBytes }) => gigabytes(pytorchPeakBytes)],
];

/** The results as a text table, numbers flush right. */
export function table(results: readonly Floored[], ceiling: number): string {
  const rows = [COLUMNS.map(([title]) => title), ...results.map((result) => COLUMNS.map(([, cell]) => cell(result)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
  const [first] = results;
  const versions = first ? [`ours: ${first.ours}; PyTorch: ${first.pytorch ?? 'not here'}`] : [];
  return [...lines, ...versions, `ceiling: ${(ceiling / 1e9).toFixed(0)} GFLOP/s`].join('\n');
}
