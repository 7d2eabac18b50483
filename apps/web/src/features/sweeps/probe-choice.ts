import type { SampleSheet, SweepRun } from '@combogan/contracts';
import { probeRows } from '../samples/probe-rows.ts';

export interface ProbeChoice {
  /** Row of every run's sheet: they share domains and probes. */
  row: number;
  domain: string;
  /** Name of the domain. */
  name: string;
  probe: number;
}

/** The probes that samples of the sweep's runs can be compared by. */
export function probeChoices(runs: readonly SweepRun[]): ProbeChoice[] {
  const run = runs.find(({ lastSample }) => lastSample !== null);
  if (!run?.lastSample) return [];
  return probeRows(run.lastSample).map(({ row, domain, probe }) => ({
    row,
    domain,
    name: run.domains.find(({ key }) => key === domain)?.name ?? domain,
    probe,
  }));
}

/** The columns of the probe's translations into other domains, at most `most`. */
export const translationsOf = (
  sheet: SampleSheet,
  source: string,
  most: number,
): { column: number; target: string }[] =>
  sheet.columns
    .map((target, n) => ({ column: n + 1, target }))
    .filter(({ target }) => target !== source)
    .slice(0, most);
