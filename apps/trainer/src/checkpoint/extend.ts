import type { RunConfig } from '@combogan/contracts';
import { createRandom, HistoryPool, initialState } from '@combogan/model';
import { TrainerError } from '../errors.ts';
import type { LoadedCheckpoint } from './load.ts';
import type { TrainingState } from './training-state.ts';

/** Options that fix what a domain's tensors and stored fakes look like: a run that extends another keeps them. */
export const KEPT_FIELDS = [
  'preset',
  'size',
  'ngf',
  'ndf',
  'blocks',
  'discriminatorLayers',
  'poolSize',
] as const satisfies readonly (keyof RunConfig)[];

/**
 * First state of a run that extends another (R11): a domain that the other run's checkpoint knows by key keeps its
 * weights, Adam moments, Adam steps and history pool; a new one starts as in any run. Iterations count from 0 again.
 * Throws a `data` error when the networks would not fit or a frozen domain is not among the known ones.
 */
export function extendedState(
  { manifest, state }: LoadedCheckpoint,
  config: RunConfig,
  domains: readonly { key: string; frozen?: boolean }[],
): TrainingState {
  for (const field of KEPT_FIELDS)
    if (manifest.config[field] !== config[field])
      throw new TrainerError(
        'data',
        `${field}: the run to extend has ${manifest.config[field]}, not ${config[field]}; its domains can't be taken over`,
      );
  const random = createRandom(config.seed);
  return {
    iteration: 0,
    domains: domains.map(({ key, frozen }) => {
      const known = state.domains[manifest.domains.findIndex((domain) => domain.key === key)];
      if (known) return known;
      if (frozen)
        throw new TrainerError('data', `domain ${key}: the run to extend does not know it, so it can't be frozen`);
      return { ...initialState(config, random, key), pool: new HistoryPool(config.poolSize).images };
    }),
  };
}
