import { isEnded, type RunSummary } from '@combogan/contracts';

export interface SweepGroup {
  id: string;
  name: string;
  /** In the order of the sweep's points. */
  runs: RunSummary[];
}

export interface GroupedRuns {
  /** Under way or about to be: the queue's order, a sweep by its foremost run. */
  active: (RunSummary | SweepGroup)[];
  /** Sweeps whose runs have all ended, newest first. */
  endedSweeps: SweepGroup[];
  /** Runs of their own that have ended, newest first. */
  ended: RunSummary[];
}

export const isSweep = (item: RunSummary | SweepGroup): item is SweepGroup => 'runs' in item;

/** The list of runs with each sweep as one entry (R9). */
export function groupSweeps(runs: readonly RunSummary[]): GroupedRuns {
  const newestFirst = [...runs].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const sweeps = new Map<string, SweepGroup>();
  for (const run of newestFirst) {
    if (!run.sweep) continue;
    const { id, name } = run.sweep;
    const group = sweeps.get(id) ?? { id, name, runs: [] };
    sweeps.set(id, group);
    group.runs.push(run);
  }
  for (const { runs: members } of sweeps.values()) members.sort((a, b) => pointOf(a) - pointOf(b));
  const groups = [...sweeps.values()];
  const isActive = (group: SweepGroup) => group.runs.some(({ state }) => !isEnded(state));
  const single = newestFirst.filter(({ sweep }) => sweep === null);
  return {
    active: [...groups.filter(isActive), ...single.filter(({ state }) => !isEnded(state))].sort(
      (a, b) => placeOf(a) - placeOf(b),
    ),
    endedSweeps: groups.filter((group) => !isActive(group)),
    ended: single.filter(({ state }) => isEnded(state)),
  };
}

const pointOf = (run: RunSummary): number => run.sweep?.point ?? 0;

/** Place in the queue; 0 for what a trainer holds. */
function placeOf(item: RunSummary | SweepGroup): number {
  if (!isSweep(item)) return item.queuePosition ?? 0;
  return Math.min(...item.runs.filter(({ state }) => !isEnded(state)).map((run) => run.queuePosition ?? 0));
}
