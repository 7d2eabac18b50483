import type { RunSummary, SweepDetail } from '@combogan/contracts';

/** The sweep with a run's newer summary. Null when the sweep must be read again: another run has taken a place in it. */
export function withRun(sweep: SweepDetail, summary: RunSummary): SweepDetail | null {
  const known = sweep.runs.find(({ id }) => id === summary.id);
  if (summary.sweep?.id !== sweep.id) return known ? null : sweep;
  if (!known) return null;
  if (known.seq > summary.seq) return sweep;
  const runs = sweep.runs.map((run) => (run === known ? { ...summary, config: known.config } : run));
  const states: SweepDetail['states'] = {};
  for (const { state } of runs) states[state] = (states[state] ?? 0) + 1;
  return { ...sweep, runs, states };
}
