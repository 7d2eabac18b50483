import {
  CONFIG_FIELDS,
  configHelp,
  type NumericRange,
  parseInput,
  RANGES,
  RunConfig,
  type RunConfigInput,
  StudioError,
} from '@combogan/contracts';
import { type Command, Option } from 'commander';
import { TrainerError } from '../errors.ts';

type Field = keyof RunConfig;

const DEFAULTS = RunConfig.parse({});
/** Fields whose default follows from another option: their help says so itself. */
const DERIVED: readonly Field[] = ['loadSize', 'decayIterations'];

/** `--load-size` for `loadSize`. */
export const flagOf = (field: string): string =>
  `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const rangeOf = (field: Field): NumericRange | undefined => (RANGES as Partial<Record<Field, NumericRange>>)[field];

function helpOf(field: Field): string {
  const range = rangeOf(field);
  const limits = range ? [`${range.min} to ${range.max}`] : [];
  const standard = DERIVED.includes(field) ? [] : [`default ${DEFAULTS[field]}`];
  const notes = [...limits, ...standard].join(', ');
  return notes ? `${configHelp(field)} (${notes})` : configHelp(field);
}

/** Adds a flag for every option of a run: `--size 128`, `--dropout`, `--no-flip`. */
export function addConfigFlags(command: Command): void {
  for (const field of CONFIG_FIELDS) {
    const flag = flagOf(field);
    if (typeof DEFAULTS[field] !== 'boolean') {
      command.addOption(new Option(`${flag} <${rangeOf(field) ? 'number' : 'name'}>`, helpOf(field)));
      continue;
    }
    // The flag that asks for the default is accepted but not worth a line of help.
    const isDefault = (value: boolean) => DEFAULTS[field] === value;
    const on = new Option(flag, helpOf(field)).hideHelp(isDefault(true));
    const off = new Option(`--no-${flag.slice(2)}`, `Turn off: ${helpOf(field)}`).hideHelp(isDefault(false));
    command.addOption(on).addOption(off);
  }
}

function numberOf(field: Field, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new TrainerError('usage', `${flagOf(field)}: must be a number, not "${text}"`);
  return value;
}

/** The options of a run that the command line gave, as values; those left out are absent. */
export function givenConfig(command: Command): RunConfigInput {
  const values = command.opts<Record<string, unknown>>();
  const given: Record<string, unknown> = {};
  for (const field of CONFIG_FIELDS) {
    if (command.getOptionValueSource(field) !== 'cli') continue;
    const value = values[field];
    given[field] = rangeOf(field) && typeof value === 'string' ? numberOf(field, value) : value;
  }
  return given as RunConfigInput;
}

/** A whole configuration, or the `usage` error that names the flag. */
export function wholeConfig(given: RunConfigInput): RunConfig {
  try {
    return parseInput(RunConfig, given);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    const field = error.field ?? '';
    const message =
      field && error.message.startsWith(`${field}: `) ? error.message.slice(field.length + 2) : error.message;
    throw new TrainerError('usage', field ? `${flagOf(field)}: ${message}` : message);
  }
}
