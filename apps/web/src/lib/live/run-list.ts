import type { RunSummary } from '@combogan/contracts';

export interface KnownRuns {
  runs: RunSummary[];
}

/** The list with a run's newer summary, newest run first. A summary that is older than what is known changes nothing. */
export function withSummary(list: KnownRuns | undefined, run: RunSummary): KnownRuns | undefined {
  if (!list) return list;
  const known = list.runs.find((other) => other.id === run.id);
  if (!known) return { runs: [run, ...list.runs] };
  if (known.seq > run.seq) return list;
  return { runs: list.runs.map((other) => (other.id === run.id ? run : other)) };
}
