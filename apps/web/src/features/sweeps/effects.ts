import type { LossMeans, LossName, RunConfig } from '@combogan/contracts';
import { differingFields, type Row } from './compare.ts';

export type Value = RunConfig[keyof RunConfig];

/** What an option does in a grid: for each of its values the means over all finished runs that have it. */
export interface MainEffect {
  field: keyof RunConfig;
  levels: { value: Value; runs: number; means: LossMeans }[];
  /** Between the highest and the lowest of the means: how much the option moves a loss. */
  span: LossMeans;
}

/**
 * Main effects of a grid. Other options take every value equally often beside each value of one, as long as all runs
 * have finished; so the difference is the option's own.
 */
export function mainEffects(rows: readonly Row[], losses: readonly LossName[]): MainEffect[] {
  const finished = rows.filter(({ run }) => run.state === 'finished');
  return differingFields(rows.map(({ run }) => run)).map((field) => {
    const values = [...new Set(rows.map(({ run }) => run.config[field]))];
    const levels = values.map((value) => {
      const having = finished.filter(({ run }) => run.config[field] === value);
      return { value, runs: having.length, means: meansOf(having, losses) };
    });
    const span: LossMeans = {};
    for (const loss of losses) {
      const means = levels.flatMap(({ means: of }) => of[loss] ?? []);
      if (means.length === levels.length) span[loss] = Math.max(...means) - Math.min(...means);
    }
    return { field, levels, span };
  });
}

/** A listed run beside the sweep's first: what is different, and each loss in terms of that run's. */
export interface Change {
  runId: string;
  changes: { field: keyof RunConfig; value: Value }[];
  /** 1 is no change. Only where both have finished. */
  ratio: LossMeans;
}

/** Every listed run against the first, which the others vary. */
export function againstBase(rows: readonly Row[], losses: readonly LossName[]): Change[] {
  const [base, ...others] = [...rows].sort((a, b) => (a.run.sweep?.point ?? 0) - (b.run.sweep?.point ?? 0));
  if (!base) return [];
  return others.map(({ run, losses: reached }) => {
    const ratio: LossMeans = {};
    if (run.state === 'finished' && base.run.state === 'finished')
      for (const loss of losses) {
        const [now, before] = [reached[loss], base.losses[loss]];
        if (now !== undefined && before !== undefined && before !== 0) ratio[loss] = now / before;
      }
    const changes = differingFields([base.run, run]).map((field) => ({ field, value: run.config[field] }));
    return { runId: run.id, changes, ratio };
  });
}

function meansOf(rows: readonly Row[], losses: readonly LossName[]): LossMeans {
  const means: LossMeans = {};
  for (const loss of losses) {
    const values = rows.flatMap(({ losses: reached }) => reached[loss] ?? []);
    if (values.length > 0) means[loss] = values.reduce((sum, value) => sum + value, 0) / values.length;
  }
  return means;
}
