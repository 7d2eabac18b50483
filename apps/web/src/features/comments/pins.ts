import type { Comment, SampleCell, SampleRef } from '@combogan/contracts';
import { probeRows } from '../samples/probe-rows.ts';
import type { Cell } from '../samples/sample-matrix.tsx';

/** Iterations that carry a comment, in order, each once. */
export const pinnedIterations = (comments: readonly Comment[]): number[] =>
  [...new Set(comments.flatMap(({ iteration }) => iteration ?? []))].sort((a, b) => a - b);

/** Where a sheet shows a cell; null when it has no such probe or target. */
export function cellPlace(sheet: Pick<SampleRef, 'rows' | 'columns'>, cell: SampleCell): Cell | null {
  const row = probeRows(sheet).find(({ domain, probe }) => domain === cell.source && probe === cell.probe)?.row;
  const column = sheet.columns.indexOf(cell.target) + 1;
  return row === undefined || column === 0 ? null : { row, column };
}
