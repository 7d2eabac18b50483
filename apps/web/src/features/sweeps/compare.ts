import {
  CONFIG_FIELDS,
  LOSS_NAMES,
  type LossMeans,
  type LossName,
  type RunConfig,
  type SweepRun,
} from '@combogan/contracts';

/** A run of the sweep beside what it has reached. */
export interface Row {
  run: SweepRun;
  /** Means over the last iterations; empty before the first. */
  losses: LossMeans;
}

export type Column = { kind: 'run' } | { kind: 'option'; field: keyof RunConfig } | { kind: 'loss'; loss: LossName };

export interface Sorting {
  column: Column;
  descending: boolean;
}

/** The options that are not the same in every run. */
export const differingFields = (runs: readonly Pick<SweepRun, 'config'>[]): (keyof RunConfig)[] =>
  CONFIG_FIELDS.filter((field) => new Set(runs.map(({ config }) => config[field])).size > 1);

/** The losses that any of the runs has. */
export const knownLosses = (rows: readonly Row[]): LossName[] =>
  LOSS_NAMES.filter((loss) => rows.some(({ losses }) => losses[loss] !== undefined));

/**
 * Losses of which less is what training is after. A discriminator's is not one: low, it sees through the generators;
 * high, it is fooled.
 */
export const LOWER_IS_BETTER: readonly LossName[] = ['gan', 'cycle', 'identity', 'forward'];

/** Per loss, the finished runs with the lowest value. With fewer than two to choose from there is none. */
export function bestRuns(rows: readonly Row[]): Map<LossName, Set<string>> {
  const finished = rows.filter(({ run }) => run.state === 'finished');
  const best = new Map<LossName, Set<string>>();
  for (const loss of LOWER_IS_BETTER) {
    const values = finished.flatMap(({ losses }) => losses[loss] ?? []);
    const lowest = Math.min(...values);
    if (values.length < 2 || values.every((value) => value === lowest)) continue;
    best.set(loss, new Set(finished.filter(({ losses }) => losses[loss] === lowest).map(({ run }) => run.id)));
  }
  return best;
}

export const sameColumn = (a: Column, b: Column): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The rows by a column, ties and rows without a value in the order of the points, the latter last. */
export function sorted(rows: readonly Row[], sorting: Sorting | null): Row[] {
  const byPoint = [...rows].sort((a, b) => pointOf(a) - pointOf(b));
  if (!sorting) return byPoint;
  const { column, descending } = sorting;
  return byPoint.sort((a, b) => {
    const [x, y] = [valueIn(a, column), valueIn(b, column)];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return (descending ? -1 : 1) * (x < y ? -1 : x > y ? 1 : 0);
  });
}

/** What a click on a column's head leads to: up, down, and back to the order of the points. */
export function nextSorting(current: Sorting | null, column: Column): Sorting | null {
  if (!current || !sameColumn(current.column, column)) return { column, descending: false };
  return current.descending ? null : { column, descending: true };
}

const pointOf = ({ run }: Row): number => run.sweep?.point ?? 0;

function valueIn({ run, losses }: Row, column: Column): number | string | undefined {
  if (column.kind === 'loss') return losses[column.loss];
  if (column.kind === 'run') return run.name;
  const value = run.config[column.field];
  return typeof value === 'boolean' ? Number(value) : value;
}
