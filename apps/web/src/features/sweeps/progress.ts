import { isEnded, type RunState, type RunSummary } from '@combogan/contracts';

type Part = Pick<RunSummary, 'state' | 'iterations' | 'progress'>;

export interface SweepProgress {
  /** Of all iterations, those that need no doing any more: an ended run has none left. Between 0 and 1. */
  share: number;
  /** Seconds until the last run has ended, at the speed of those that train now; null while none does. */
  etaSeconds: number | null;
  count: (...states: RunState[]) => number;
}

/** How far the runs of a sweep are together. */
export function sweepProgress(runs: readonly Part[]): SweepProgress {
  const left = (run: Part) => (isEnded(run.state) ? 0 : run.iterations - run.progress.iteration);
  const total = runs.reduce((sum, { iterations }) => sum + iterations, 0);
  const open = runs.reduce((sum, run) => sum + left(run), 0);
  const paces = runs.flatMap(({ state, progress }) =>
    state === 'running' && progress.msPerIteration ? progress.msPerIteration : [],
  );
  const perSecond = paces.reduce((sum, ms) => sum + 1000 / ms, 0);
  return {
    share: total === 0 ? 0 : 1 - open / total,
    etaSeconds: perSecond > 0 ? open / perSecond : null,
    count: (...states) => runs.filter(({ state }) => states.includes(state)).length,
  };
}
