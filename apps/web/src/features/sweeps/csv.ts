import { LOSS_NAMES, type RunConfig } from '@combogan/contracts';
import type { Row } from './compare.ts';

/** The table as CSV (RFC 4180), in the API's own names: it is read by programs. */
export function sweepCsv(rows: readonly Row[], fields: readonly (keyof RunConfig)[]): string {
  const head = ['run', 'id', 'state', 'iteration', ...fields, ...LOSS_NAMES, 'msPerIteration'];
  const lines = rows.map(({ run, losses }) => [
    run.name,
    run.id,
    run.state,
    run.progress.iteration,
    ...fields.map((field) => run.config[field]),
    ...LOSS_NAMES.map((loss) => losses[loss]),
    run.progress.msPerIteration,
  ]);
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = String(value);
  // a spreadsheet runs what begins with one of these
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
