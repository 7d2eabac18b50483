import { type Options, planSweep, type RunState, type SweepDetail, type SweepRun } from '@combogan/contracts';
import { freshRun } from '../../lib/live/testing.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A sweep as the server tells it, for tests; all its runs are in `state`. */
export function sweepOf(
  plan: Pick<Parameters<typeof planSweep>[0], 'axes' | 'points'> & { config?: Options },
  state: RunState = 'finished',
): SweepDetail {
  const { runs, issues } = planSweep({ config: {}, ...plan });
  if (issues[0]) throw new Error(issues[0].message);
  return {
    id: id(0),
    name: 'sweep',
    launchedBy: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    axes: plan.axes ? plan.axes.map(({ field, values }) => ({ field, values: [...values] })) : null,
    states: { [state]: runs.length },
    runs: runs.map(
      ({ label, config }, point): SweepRun => ({
        ...freshRun(),
        id: id(point + 1),
        name: `sweep · ${label}`,
        state,
        queuePosition: null,
        iterations: config.iterations,
        progress: { iteration: config.iterations, msPerIteration: 10, etaSeconds: null },
        sweep: { id: id(0), name: 'sweep', point },
        config,
      }),
    ),
  };
}
