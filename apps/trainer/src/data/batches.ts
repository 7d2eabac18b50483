import type { RunConfig } from '@combogan/contracts';
import { createRandom, drawAugmentation, drawImages, drawPair } from '@combogan/model';
import type { DomainImages } from './domain-images.ts';
import type { ImageCache } from './image-cache.ts';
import { cropInto } from './planar.ts';

/** What one iteration sees: two distinct domains and a batch of each. */
export interface Batch {
  iteration: number;
  /** Indices of the drawn domains. */
  pair: [number, number];
  /** [batch, 3, size, size] in [-1, 1], of each of the two. */
  images: [Float32Array, Float32Array];
}

/** Iterations prepared ahead, so that decoding never keeps the networks waiting. */
const AHEAD = 8;

/**
 * The batches of a run in order. Every draw is a pure function of (seed, iteration), so the coming ones are known and
 * prepared while the current one trains.
 */
export class Batches {
  readonly #config: RunConfig;
  readonly #domains: readonly DomainImages[];
  readonly #cache: ImageCache;
  readonly #frozen: ReadonlySet<number>;
  readonly #prepared = new Map<number, Promise<Batch>>();

  constructor(
    config: RunConfig,
    domains: readonly DomainImages[],
    cache: ImageCache,
    frozen: ReadonlySet<number> = new Set(),
  ) {
    this.#frozen = frozen;
    this.#config = config;
    this.#domains = domains;
    this.#cache = cache;
  }

  /** The batch of an iteration, from 1; starts preparing the ones after it. */
  take(iteration: number): Promise<Batch> {
    const last = Math.min(iteration + AHEAD, this.#config.iterations);
    for (let next = iteration; next <= last; next++) {
      if (this.#prepared.has(next)) continue;
      const batch = this.#prepare(next);
      // A failure is met where the batch is taken; until then it must not count as unhandled.
      batch.catch(() => undefined);
      this.#prepared.set(next, batch);
    }
    const batch = this.#prepared.get(iteration) ?? this.#prepare(iteration);
    this.#prepared.delete(iteration);
    return batch;
  }

  async #prepare(iteration: number): Promise<Batch> {
    const random = createRandom(this.#config.seed);
    const pair = drawPair(random, iteration, this.#domains.length, this.#frozen);
    const [first, second] = await Promise.all(pair.map((index) => this.#images(iteration, index)));
    if (!first || !second) throw new Error('a pair has two domains');
    return { iteration, pair, images: [first, second] };
  }

  async #images(iteration: number, index: number): Promise<Float32Array> {
    const { size, batch, seed } = this.#config;
    const domain = this.#domains[index];
    if (!domain) throw new RangeError(`no domain ${index}`);
    const random = createRandom(seed);
    const drawn = drawImages(random, iteration, domain.key, domain.images.length, batch);
    const values = new Float32Array(batch * 3 * size * size);
    await Promise.all(
      drawn.map(async (image, slot) => {
        const file = domain.images[image];
        if (!file) throw new RangeError(`domain ${domain.key} has no image ${image}`);
        const { left, top, flip } = drawAugmentation(random, iteration, domain.key, slot, file, this.#config);
        const strip = await this.#cache.strip(file.path, top, size);
        cropInto(values, slot * 3 * size * size, strip, { left, top: 0, flip }, size);
      }),
    );
    return values;
  }
}
