import { CreateRunBody, RANGES, RunConfig } from '@combogan/contracts';
import type { Issue } from '../../lib/forms/use-issue-text.ts';
import { CONFIG_GROUPS, type ConfigField, type ConfigGroup } from './config-groups.ts';

/** A run as it stands in the form. Options that nobody touched are absent and follow their defaults. */
export interface Draft {
  /** Null while it follows the chosen domains. */
  name: string | null;
  domainIds: readonly string[];
  values: Partial<Record<ConfigField, string | boolean>>;
  /** Images that the samples show, by domain; absent while a domain shows its first ones. */
  probes: Readonly<Record<string, readonly string[]>>;
}
export const EMPTY_DRAFT: Draft = { name: null, domainIds: [], values: {}, probes: {} };

type Place = ConfigField | 'name' | 'domainIds' | 'probes';

export interface Evaluation {
  /** The options, or the defaults in place of those that are wrong: what estimates are made from. */
  config: RunConfig;
  /** What each option would be if untouched, given the others. */
  defaults: RunConfig;
  /** What is wrong, by field. */
  issues: Partial<Record<Place, Issue>>;
  /** What to send once nothing is wrong. */
  body: CreateRunBodyOutput | null;
}
type CreateRunBodyOutput = ReturnType<typeof CreateRunBody.parse>;

const isNumeric = (field: ConfigField): boolean => field in RANGES;

/** A field's text as what it stands for. What is no number becomes NaN, which no rule accepts. */
const meantBy = (field: ConfigField, raw: string | boolean): unknown =>
  typeof raw === 'string' && isNumeric(field) ? (raw.trim() === '' ? Number.NaN : Number(raw)) : raw;

/** The options that were entered, as what their texts stand for. */
export function givenOptions({ values }: Draft): Partial<Record<ConfigField, unknown>> {
  const given: Partial<Record<ConfigField, unknown>> = {};
  for (const field of Object.keys(values) as ConfigField[]) {
    const raw = values[field];
    if (raw !== undefined) given[field] = meantBy(field, raw);
  }
  return given;
}

/** Judges a draft by the contract. Pure. */
export function evaluate(draft: Draft, suggestedName: string): Evaluation {
  const given = givenOptions(draft);
  const issues: Evaluation['issues'] = {};
  const result = CreateRunBody.safeParse({
    name: draft.name ?? suggestedName,
    domainIds: draft.domainIds,
    config: given,
    ...chosenProbes(draft),
  });
  if (!result.success) {
    for (const issue of result.error.issues) {
      const [head, option] = issue.path;
      const place = (head === 'config' ? option : head) as Place;
      issues[place] ??= issue;
    }
  }
  const config = repaired(given);
  return { config, defaults: defaultsBeside(config), issues, body: result.success ? result.data : null };
}

/** The choices for the domains of the run: one that was taken out again takes its own with it. */
function chosenProbes({ domainIds, probes }: Draft): { probes?: Draft['probes'] } {
  const chosen = Object.entries(probes).filter(([id]) => domainIds.includes(id));
  return chosen.length > 0 ? { probes: Object.fromEntries(chosen) } : {};
}

/** The valid part of the options, with defaults for the rest. */
function repaired(given: Partial<Record<ConfigField, unknown>>): RunConfig {
  const rest = { ...given };
  for (;;) {
    const result = RunConfig.safeParse(rest);
    if (result.success) return result.data;
    const wrong = result.error.issues.map((issue) => issue.path[0] as ConfigField).filter((field) => field in rest);
    // a rule between two options may name one that is at its default; then all go back to theirs
    for (const field of wrong.length > 0 ? wrong : (Object.keys(rest) as ConfigField[])) delete rest[field];
  }
}

/** loadSize and decayIterations depend on size and iterations; every other default is fixed. */
const defaultsBeside = ({ size, iterations }: RunConfig): RunConfig => {
  const result = RunConfig.safeParse({ size, iterations });
  return result.success ? result.data : RunConfig.parse({});
};

/** The groups that hold something wrong: they cannot stay closed. */
export const groupsWithIssues = (issues: Evaluation['issues']): ConfigGroup[] =>
  (Object.keys(CONFIG_GROUPS) as ConfigGroup[]).filter((group) =>
    CONFIG_GROUPS[group].some((field) => issues[field] !== undefined),
  );
