import { configAt, type RunConfig, type RunDetail } from '@combogan/contracts';

type Changed = Pick<RunDetail, 'config' | 'changes' | 'pendingChanges'>;

/** Every change that people asked for, in that order. Those that the trainer has not taken hold from no iteration yet. */
export const allChanges = ({ changes, pendingChanges }: Changed) =>
  [...changes, ...pendingChanges.map((change) => ({ ...change, iteration: null }))].sort((a, b) => a.number - b.number);

/** The run's config with the changes before number `before`, by default all of them. */
export const latestConfig = (run: Changed, before = Number.POSITIVE_INFINITY): RunConfig =>
  configAt(
    run.config,
    allChanges(run)
      .filter(({ number }) => number < before)
      .map(({ changes }) => ({ iteration: 1, changes })),
    1,
  );
