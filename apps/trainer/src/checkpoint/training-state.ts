import type { RunConfig } from '@combogan/contracts';
import { createRandom, HistoryPool, initialState } from '@combogan/model';
import type { StoredTensors } from '../engines/engine.ts';

/** What training has made of one domain. */
export interface DomainTraining {
  /** Weights and Adam moments in storage order. */
  tensors: StoredTensors;
  adamSteps: number;
  /** Fakes of the history pool, [3, size, size] each. */
  pool: Float32Array[];
}

/** Everything that changes while a run trains. The draws need no state: they are functions of seed and iteration. */
export interface TrainingState {
  /** Iterations completed. */
  iteration: number;
  /** In the run's domain order. */
  domains: DomainTraining[];
}

/** A run's state before its first iteration. */
export function firstState(config: RunConfig, domains: readonly string[]): TrainingState {
  const random = createRandom(config.seed);
  return {
    iteration: 0,
    domains: domains.map((key) => ({
      ...initialState(config, random, key),
      pool: new HistoryPool(config.poolSize).images,
    })),
  };
}
