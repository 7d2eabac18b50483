import {
  CreateSweepBody,
  LIMITS,
  type Options,
  type OptionValue,
  optionsAt,
  type PlannedRun,
  planSweep,
  RunConfig,
} from '@combogan/contracts';
import type { ConfigField } from './config-groups.ts';
import { type Draft, givenOptions } from './draft.ts';

export interface AxisDraft {
  field: ConfigField;
  values: readonly OptionValue[];
}

/** A sweep as it stands in the form, around the options of the draft. */
export interface SweepDraft {
  /** Every combination of the values, or each value by itself beside the base. */
  design: 'grid' | 'each';
  axes: readonly AxisDraft[];
  /** Further runs of several changes at once; only where values are varied one at a time. */
  extra: readonly { name: string; set: Options }[];
}
export const EMPTY_SWEEP: SweepDraft = { design: 'grid', axes: [], extra: [] };

export interface SweepEvaluation {
  runs: readonly PlannedRun[];
  /** How many runs it makes, valid or not. */
  count: number;
  /** What is wrong with a value of an axis, the first of each. */
  wrong: ReadonlyMap<number, { value: OptionValue; message: string }>;
  /** A grid of more options than can be read. */
  tooManyAxes: boolean;
  /** What to send once nothing is wrong. */
  body: CreateSweepBody | null;
}

/** Judges a sweep by the contract. Pure. */
export function evaluateSweep(draft: Draft, sweep: SweepDraft, suggestedName: string): SweepEvaluation {
  const config = givenOptions(draft) as Options;
  // an option without values yet varies nothing; `from` remembers where a point came from
  const axes = sweep.axes.map((axis, from) => ({ ...axis, from })).filter(({ values }) => values.length > 0);
  const each = sweep.design === 'each' ? eachPoint(config, axes, sweep.extra) : null;
  const plan = each
    ? { config, points: each.map(({ name, set }) => ({ ...(name !== undefined && { name }), set })) }
    : { config, axes: axes.map(({ field, values }) => ({ field, values: [...values] })) };
  const { runs, issues } = planSweep(plan);
  const wrong = new Map<number, { value: OptionValue; message: string }>();
  for (const { path, message } of issues) {
    const [kind, place, , which] = path;
    if (typeof place !== 'number') continue;
    const axis = kind === 'axes' ? axes[place] : undefined;
    const from = axis?.from ?? each?.[place]?.from;
    const value = axis ? axis.values[Number(which)] : each?.[place]?.value;
    if (from !== undefined && value !== undefined && !wrong.has(from)) wrong.set(from, { value, message });
  }
  const result = CreateSweepBody.safeParse({
    name: draft.name ?? suggestedName,
    domainIds: draft.domainIds,
    ...plan,
  });
  return {
    runs,
    count: each
      ? each.length
      : axes.length === 0
        ? 0
        : axes.reduce((product, { values }) => product * values.length, 1),
    wrong,
    tooManyAxes: sweep.design === 'grid' && axes.length > LIMITS.sweepAxes,
    body: result.success ? result.data : null,
  };
}

interface EachPoint {
  name?: string;
  set: Options;
  from?: number;
  value?: OptionValue;
}

/** The base, each value of each option by itself, and the further runs; what comes to the same run is there once. */
function eachPoint(
  base: Options,
  axes: readonly (AxisDraft & { from: number })[],
  extra: SweepDraft['extra'],
): EachPoint[] {
  const points: EachPoint[] = [
    { set: {} },
    ...axes.flatMap(({ field, values, from }) => values.map((value) => ({ set: { [field]: value }, from, value }))),
    ...extra,
  ];
  const seen = new Set<string>();
  return points.filter(({ set }) => {
    const parsed = RunConfig.safeParse(optionsAt(base, set));
    const key = parsed.success ? JSON.stringify(parsed.data) : JSON.stringify(set);
    return !seen.has(key) && seen.add(key);
  });
}
