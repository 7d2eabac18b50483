import { compile } from '@combogan/compiler';
import type { RunConfig } from '@combogan/contracts';
import {
  createRandom,
  HistoryPool,
  iterationInputs,
  iterationOutputs,
  iterationScalars,
  iterationStep,
  nextName,
  planPool,
  SLOTS,
  sizeOf,
  storedShape,
} from '@combogan/model';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { firstInputs } from './eager.ts';

type Arrays = Record<string, Float32Array>;

/** A compiled iteration of two domains and their state, with everything that goes from one iteration to the next. */
export class CompiledIteration {
  readonly version = `onnxruntime-node ${env.versions.node}, CPU`;
  readonly #config: RunConfig;
  readonly #session: InferenceSession;
  readonly #feeds: Record<string, Tensor> = {};
  /** Where the next outputs go: as an output becomes an input, its old buffer becomes the next output's. */
  readonly #fetches: Record<string, Tensor> = {};
  readonly #pools: Record<'A' | 'B', HistoryPool>;
  #iteration = 0;

  private constructor(config: RunConfig, session: InferenceSession) {
    this.#config = config;
    this.#session = session;
    this.#pools = { A: new HistoryPool(config.poolSize), B: new HistoryPool(config.poolSize) };
    const tensor = (values: Float32Array, shape: number[], order: number[]) =>
      new Tensor('float32', values, storedShape(shape, order));
    const first = firstInputs(config);
    for (const [name, { shape, order }] of Object.entries(iterationInputs(config)))
      this.#feeds[name] = tensor(first[name] ?? new Float32Array(sizeOf(shape)), shape, order);
    for (const [name, { shape, order }] of Object.entries(iterationOutputs(config)))
      this.#fetches[name] = tensor(new Float32Array(sizeOf(shape)), shape, order);
  }

  /** Traces the iteration and loads it, with so many threads. */
  static async create(config: RunConfig, threads: number): Promise<CompiledIteration> {
    const outputs = Object.entries(iterationOutputs(config));
    const { onnx } = compile(iterationStep(config), iterationInputs(config), {
      outputOrder: Object.fromEntries(outputs.map(([name, { order }]) => [name, order])),
    });
    const session = await InferenceSession.create(onnx, { intraOpNumThreads: threads, graphOptimizationLevel: 'all' });
    return new CompiledIteration(config, session);
  }

  /** Random images for both slots. */
  drawImages(): Arrays {
    const length = this.#config.batch * this.#config.size ** 2 * 3;
    const stream = createRandom(this.#config.seed)('bench.images', this.#iteration);
    const image = () => Float32Array.from({ length }, () => 2 * stream.uniform() - 1);
    return { 'A.image': image(), 'B.image': image() };
  }

  /** One iteration on the two images. @returns its losses by name. */
  async run(images: Arrays): Promise<Record<string, number>> {
    const config = this.#config;
    const random = createRandom(config.seed);
    this.#iteration += 1;
    const steps = this.#iteration - 1;
    const values: Arrays = { ...images };
    for (const [name, value] of Object.entries(iterationScalars(config, this.#iteration, { A: steps, B: steps })))
      values[name] = Float32Array.of(value);
    const plans = SLOTS.map((slot) => {
      const pool = this.#pools[slot];
      const plan = planPool(random, this.#iteration, slot, pool, config.batch);
      if (config.poolSize > 0) {
        const { poolFake, usePool } = pool.inputs(plan, config.size ** 2 * 3);
        values[`${slot}.poolFake`] = poolFake;
        values[`${slot}.usePool`] = usePool;
      }
      return { slot, pool, plan };
    });
    for (const [name, data] of Object.entries(values)) {
      const feed = this.#feeds[name];
      if (feed) this.#feeds[name] = new Tensor('float32', data, feed.dims);
    }
    const results = await this.#session.run(this.#feeds, this.#fetches);
    for (const { slot, pool, plan } of plans) pool.store(plan, results[`${slot}.fake`]?.data as Float32Array);
    const losses: Record<string, number> = {};
    for (const [name, result] of Object.entries(results)) {
      if (name.includes('.loss.')) losses[name] = Number(result.data[0]);
    }
    for (const [name, fed] of Object.entries(this.#feeds)) {
      const written = this.#fetches[nextName(name)];
      if (!written) continue;
      this.#feeds[name] = written;
      this.#fetches[nextName(name)] = fed;
    }
    return losses;
  }
}
