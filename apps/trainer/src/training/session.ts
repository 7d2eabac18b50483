import type { DomainLosses, IterationRecord, RunConfig } from '@combogan/contracts';
import {
  createRandom,
  drawMasks,
  HistoryPool,
  iterationScalars,
  learningRate,
  lossesOf,
  type PoolChoice,
  planPool,
  SLOTS,
  type Slot,
  termsOf,
} from '@combogan/model';
import type { DomainTraining, TrainingState } from '../checkpoint/training-state.ts';
import type { Batch } from '../data/batches.ts';
import type { Engine, StoredTensors } from '../engines/engine.ts';
import { known } from '../engines/state-shapes.ts';

interface SessionDomain {
  key: string;
  pool: HistoryPool;
  adamSteps: number;
}

/**
 * A run in training: an engine with the domains' weights, their history pools, and the count of iterations. What an
 * iteration does is fixed by (config, seed, iteration, state).
 */
export class TrainingSession {
  readonly engine: Engine;
  readonly #config: RunConfig;
  readonly #domains: SessionDomain[];
  readonly #frozen: ReadonlySet<number>;
  #iteration: number;

  /** @param frozen indices of domains that others learn through and that stay as they are. */
  constructor(
    engine: Engine,
    config: RunConfig,
    keys: readonly string[],
    state: TrainingState,
    frozen: ReadonlySet<number> = new Set(),
  ) {
    this.engine = engine;
    this.#config = config;
    this.#frozen = frozen;
    this.#iteration = state.iteration;
    this.#domains = keys.map((key, index) => {
      const domain = state.domains[index];
      if (!domain) throw new RangeError(`no state of domain ${key}`);
      engine.load(index, domain.tensors);
      return { key, pool: new HistoryPool(config.poolSize, domain.pool), adamSteps: domain.adamSteps };
    });
  }

  /** Iterations completed. */
  get iteration(): number {
    return this.#iteration;
  }

  /**
   * Trains the next iteration on its batch. Returns its record without the time it took.
   * @param now the config as live changes have made it: its lambdas and learning rate count
   */
  async iterate(batch: Batch, now = this.#config): Promise<Omit<IterationRecord, 'ms'>> {
    const iteration = this.#iteration + 1;
    if (batch.iteration !== iteration)
      throw new RangeError(`the batch is of iteration ${batch.iteration}, not ${iteration}`);
    const config = this.#config;
    const random = createRandom(config.seed);
    const drawn: Record<Slot, SessionDomain> = { A: this.#domain(batch.pair[0]), B: this.#domain(batch.pair[1]) };
    const values: StoredTensors = { 'A.image': batch.images[0], 'B.image': batch.images[1] };
    const training = SLOTS.filter((_, index) => !this.#frozen.has(batch.pair[index] ?? 0));
    const plans = new Map<Slot, PoolChoice[]>();
    if (termsOf(config).pool) {
      for (const slot of training) {
        const { key, pool } = drawn[slot];
        const plan = planPool(random, iteration, key, pool, config.batch);
        const { poolFake, usePool } = pool.inputs(plan, 3 * config.size ** 2);
        values[`${slot}.poolFake`] = poolFake;
        values[`${slot}.usePool`] = usePool;
        plans.set(slot, plan);
      }
    }
    Object.assign(values, drawMasks(random, iteration, config));
    const adamSteps = { A: drawn.A.adamSteps, B: drawn.B.adamSteps };
    for (const [name, value] of Object.entries(iterationScalars(config, iteration, adamSteps, now)))
      values[name] = Float32Array.of(value);

    const { losses, fakes } = await this.engine.step({ pair: batch.pair, training, values });

    for (const [slot, plan] of plans) drawn[slot].pool.store(plan, fakes[slot]);
    for (const slot of training) drawn[slot].adamSteps++;
    this.#iteration = iteration;
    const ofSlot = (slot: Slot): DomainLosses =>
      Object.fromEntries(
        lossesOf(config, training.includes(slot)).map((name) => [name, known(losses, `${slot}.loss.${name}`)]),
      );
    return {
      iteration,
      domains: [drawn.A.key, drawn.B.key],
      losses: { [drawn.A.key]: ofSlot('A'), [drawn.B.key]: ofSlot('B') },
      learningRate: learningRate(now, iteration),
    };
  }

  /** A copy of all that training has changed. */
  async state(): Promise<TrainingState> {
    const domains: DomainTraining[] = [];
    for (const [index, { adamSteps, pool }] of this.#domains.entries())
      domains.push({ tensors: await this.engine.tensors(index), adamSteps, pool: [...pool.images] });
    return { iteration: this.#iteration, domains };
  }

  #domain(index: number): SessionDomain {
    const domain = this.#domains[index];
    if (!domain) throw new RangeError(`no domain ${index}`);
    return domain;
  }
}
