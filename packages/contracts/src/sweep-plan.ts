import { RunConfig } from './config.ts';
import { LIMITS } from './limits.ts';

/** An option's value at a point. Null stands for its default, given the other options: load size follows size. */
export type OptionValue = number | boolean | string | null;
export type Options = Partial<Record<keyof RunConfig, OptionValue>>;

export interface SweepPlan {
  /** What all runs share; options left out are at their defaults. */
  config: Options;
  /** A grid: one run for each combination of the axes' values, the last axis changing fastest. */
  axes?: readonly { field: keyof RunConfig; values: readonly OptionValue[] }[];
  /** Or the points themselves: what each changes of `config`. */
  points?: readonly { name?: string; set: Options }[];
}

export interface PlannedRun {
  /** What sets it apart: "lambdaCycle 5, dropout on". */
  label: string;
  set: Options;
  config: RunConfig;
}

export interface PlanIssue {
  path: (string | number)[];
  message: string;
  limit?: string;
}

interface Point {
  name?: string;
  set: Options;
  /** Where the value of an option was given. */
  at: (field: keyof RunConfig) => (string | number)[];
}

/** Every run of a sweep, or what is wrong with it: an error is told at the axis value or point that causes it. */
export function planSweep(plan: SweepPlan): { runs: PlannedRun[]; issues: PlanIssue[] } {
  const issues: PlanIssue[] = [];
  const points = plan.axes ? gridPoints(plan.axes, issues) : listedPoints(plan.points ?? []);
  if (issues.length > 0) return { runs: [], issues };
  if (points.length < LIMITS.sweepRunsMin || points.length > LIMITS.sweepRuns)
    return { runs: [], issues: [countIssue(plan, points.length)] };
  const runs: PlannedRun[] = [];
  const seen = new Map<string, number>();
  points.forEach((point, index) => {
    const parsed = RunConfig.safeParse(optionsAt(plan.config, point.set));
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        issues.push(blame(plan.config, point, String(path[0] ?? ''), message));
      return;
    }
    const key = JSON.stringify(parsed.data);
    const twin = seen.get(key);
    if (twin !== undefined) issues.push({ path: pathOf(plan, index), message: `is the same run as point ${twin + 1}` });
    seen.set(key, index);
    runs.push({ label: point.name ?? labelOf(point.set), set: point.set, config: parsed.data });
  });
  return { runs, issues: unique(issues) };
}

/** Each combination of the values, the last axis changing fastest. */
function gridPoints(axes: NonNullable<SweepPlan['axes']>, issues: PlanIssue[]): Point[] {
  axes.forEach(({ field, values }, axis) => {
    if (axes.findIndex((other) => other.field === field) !== axis)
      issues.push({ path: ['axes', axis, 'field'], message: `${field} is an axis already` });
    values.forEach((value, n) => {
      if (values.indexOf(value) !== n)
        issues.push({ path: ['axes', axis, 'values', n], message: `${field} ${optionText(value)} is there twice` });
    });
  });
  const size = axes.reduce((product, { values }) => product * values.length, 1);
  // counted before it is written out: a few axes of many values are millions of points
  if (size > LIMITS.sweepRuns)
    issues.push({ path: ['axes'], message: tooMany(size), limit: `${LIMITS.sweepRuns} runs` });
  if (issues.length > 0) return [];
  let points: { set: Options; places: Map<string, number> }[] = [{ set: {}, places: new Map() }];
  for (const { field, values } of axes)
    points = points.flatMap(({ set, places }) =>
      values.map((value, n) => ({ set: { ...set, [field]: value }, places: new Map(places).set(field, n) })),
    );
  const axisOf = (field: string) => axes.findIndex((axis) => axis.field === field);
  return points.map(({ set, places }) => ({
    set,
    at: (field) => ['axes', axisOf(field), 'values', places.get(field) ?? 0],
  }));
}

const listedPoints = (points: NonNullable<SweepPlan['points']>): Point[] =>
  points.map(({ name, set }, index) => ({ name, set, at: (field) => ['points', index, 'set', field] }));

/** The base with a point's values; null takes an option back to its default. */
export function optionsAt(base: Options, set: Options): Options {
  const config = { ...base, ...set };
  for (const field of Object.keys(config) as (keyof RunConfig)[]) if (config[field] === null) delete config[field];
  return config;
}

/**
 * Where a point's issue belongs: at the value itself, else at the value without which it would not be there (a size that
 * no longer fits the base's load size), else at the base.
 */
function blame(base: Options, point: Point, field: string, message: string): PlanIssue {
  const told = (culprit: keyof RunConfig, says: string): PlanIssue => ({
    path: point.at(culprit),
    message: `${culprit} ${optionText(point.set[culprit] ?? null)}${says} ${message}`,
  });
  const fields = Object.keys(point.set) as (keyof RunConfig)[];
  const itself = fields.find((name) => name === field);
  if (itself) return told(itself, '');
  const culprit = fields.find((name) => {
    const { [name]: _, ...rest } = point.set;
    const without = RunConfig.safeParse(optionsAt(base, rest));
    return without.success || !without.error.issues.some(({ path }) => path[0] === field);
  });
  return culprit ? told(culprit, `: ${field}`) : { path: ['config', ...(field ? [field] : [])], message };
}

const pathOf = (plan: SweepPlan, index: number): (string | number)[] => (plan.axes ? ['axes'] : ['points', index]);

const tooMany = (count: number): string => `makes ${count} runs: at most ${LIMITS.sweepRuns}`;

function countIssue(plan: SweepPlan, count: number): PlanIssue {
  const path = [plan.axes ? 'axes' : 'points'];
  if (count > LIMITS.sweepRuns) return { path, message: tooMany(count), limit: `${LIMITS.sweepRuns} runs` };
  const message = `makes ${count === 1 ? '1 run' : 'no run'}: a sweep compares at least ${LIMITS.sweepRunsMin}`;
  return { path, message, limit: `${LIMITS.sweepRunsMin} runs` };
}

const optionText = (value: OptionValue): string =>
  value === null ? 'default' : typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);

const labelOf = (set: Options): string =>
  Object.entries(set)
    .map(([field, value]) => `${field} ${optionText(value)}`)
    .join(', ') || 'base';

/** The first issue of each place. */
function unique(issues: PlanIssue[]): PlanIssue[] {
  const first = new Map(issues.map((issue) => [issue.path.join('.'), issue] as const).reverse());
  return issues.filter((issue) => first.get(issue.path.join('.')) === issue);
}

/** A run's name: its sweep's and what sets it apart, the sweep's shortened where both do not fit. */
export function sweepRunName(sweep: string, label: string): string {
  const whole = `${sweep} · ${label}`;
  if (whole.length <= LIMITS.nameLength) return whole;
  const room = LIMITS.nameLength - label.length - 4;
  return room >= 8 ? `${sweep.slice(0, room).trim()}… · ${label}` : `${label.slice(0, LIMITS.nameLength - 1)}…`;
}
