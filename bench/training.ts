import type { RunConfig } from '@combogan/contracts';
import { createRandom, drawMasks, HistoryPool, iterationScalars, planPool, type Random, SLOTS } from '@combogan/model';
import type { Arrays, Engine } from './engine.ts';

/**
 * Trains one pair of domains on random images: everything that goes on around the step, as in a trainer (masks, Adam's
 * scalars, history pools), drawn from the config's seed, whatever the engine.
 */
export class Training {
  readonly #config: RunConfig;
  readonly #engine: Engine;
  readonly #random: Random;
  readonly #pools: Record<'A' | 'B', HistoryPool>;
  #done = 0;

  constructor(config: RunConfig, engine: Engine) {
    this.#config = config;
    this.#engine = engine;
    this.#random = createRandom(config.seed);
    this.#pools = { A: new HistoryPool(config.poolSize), B: new HistoryPool(config.poolSize) };
  }

  /** The next iteration's images, uniform noise in [-1, 1). */
  drawImages(): Arrays {
    const length = this.#config.batch * this.#config.size ** 2 * 3;
    const stream = this.#random('bench.images', this.#done);
    const image = () => Float32Array.from({ length }, () => 2 * stream.uniform() - 1);
    return { 'A.image': image(), 'B.image': image() };
  }

  /** One iteration. @returns its losses by name. */
  async iterate(images: Arrays): Promise<Record<string, number>> {
    const { batch, size, poolSize } = this.#config;
    const iteration = this.#done + 1;
    const steps = { A: this.#done, B: this.#done };
    const values: Arrays = { ...images, ...drawMasks(this.#random, iteration, this.#config) };
    for (const [name, value] of Object.entries(iterationScalars(this.#config, iteration, steps)))
      values[name] = Float32Array.of(value);
    const plans = SLOTS.map((slot) => {
      const pool = this.#pools[slot];
      const plan = planPool(this.#random, iteration, slot, pool, batch);
      if (poolSize > 0) {
        const { poolFake, usePool } = pool.inputs(plan, size ** 2 * 3);
        values[`${slot}.poolFake`] = poolFake;
        values[`${slot}.usePool`] = usePool;
      }
      return { slot, pool, plan };
    });
    const results = await this.#engine.run(values);
    for (const { slot, pool, plan } of plans) pool.store(plan, results[`${slot}.fake`] ?? new Float32Array());
    this.#done = iteration;
    const losses = Object.entries(results).filter(([name]) => name.includes('.loss.'));
    return Object.fromEntries(losses.map(([name, value]) => [name, value[0] ?? Number.NaN]));
  }
}
