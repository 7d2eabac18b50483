import type { SampleRef } from '@combogan/contracts';

export interface ProbeRow {
  /** Row of the sheet. */
  row: number;
  domain: string;
  /** Place among the probes of its domain, from 0. */
  probe: number;
}

/** The rows of a sheet with their probes numbered within each domain. */
export function probeRows(sheet: Pick<SampleRef, 'rows'>): ProbeRow[] {
  const counts = new Map<string, number>();
  return sheet.rows.map((domain, row) => {
    const probe = counts.get(domain) ?? 0;
    counts.set(domain, probe + 1);
    return { row, domain, probe };
  });
}

/** How many probes the domain with the most has. */
export const probeCount = (sheet: Pick<SampleRef, 'rows'>): number =>
  Math.max(1, ...probeRows(sheet).map(({ probe }) => probe + 1));

/** One row per domain: its probe number `probe`, or its last one where it has fewer. */
export function rowsOfProbe(sheet: Pick<SampleRef, 'rows'>, probe: number): ProbeRow[] {
  const best = new Map<string, ProbeRow>();
  for (const row of probeRows(sheet)) if (row.probe <= probe) best.set(row.domain, row);
  return [...best.values()];
}
