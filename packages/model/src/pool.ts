import type { Random } from './random.ts';

/** What happens to one image of the batch. */
export interface PoolChoice {
  /** Place whose earlier fake the discriminator sees instead of this iteration's; null for this iteration's. */
  read: number | null;
  /** Place where this iteration's fake is stored afterwards; null for nowhere. */
  write: number | null;
}

/**
 * Decides for a batch, before its fakes exist. While there is room, an image uses its own fake and stores it; then
 * with p = 0.5 it uses its own and stores nothing, else it uses a stored one and takes its place (Shrivastava et al.
 * 2017). Images of one batch never share a place, and none sees another's fake of the same iteration.
 */
export function planPool(
  random: Random,
  iteration: number,
  domain: string,
  pool: { fill: number; size: number },
  batch: number,
): PoolChoice[] {
  const stream = random(`pool.${domain}`, iteration);
  let room = pool.fill;
  const places = Array.from({ length: pool.fill }, (_, place) => place);
  return Array.from({ length: batch }, () => {
    if (room < pool.size) return { read: null, write: room++ };
    if (places.length === 0 || stream.int(2) === 0) return { read: null, write: null };
    const [place = 0] = places.splice(stream.int(places.length), 1);
    return { read: place, write: place };
  });
}

/** Earlier fakes of one domain, in whatever layout they are given. */
export class HistoryPool {
  readonly size: number;
  /** Stored fakes, oldest place first; as many as `fill`. */
  readonly images: Float32Array[];

  constructor(size: number, images: Float32Array[] = []) {
    if (images.length > size) throw new RangeError(`${images.length} images do not fit a pool of ${size}`);
    this.size = size;
    this.images = [...images];
  }

  get fill(): number {
    return this.images.length;
  }

  /** Step inputs `poolFake` (a batch of images, zeros where unused) and `usePool` (0 or 1 an image). */
  inputs(plan: readonly PoolChoice[], imageLength: number): { poolFake: Float32Array; usePool: Float32Array } {
    const poolFake = new Float32Array(plan.length * imageLength);
    const usePool = new Float32Array(plan.length);
    for (const [i, { read }] of plan.entries()) {
      const image = read === null ? undefined : this.images[read];
      if (!image) continue;
      poolFake.set(image, i * imageLength);
      usePool[i] = 1;
    }
    return { poolFake, usePool };
  }

  /** Carries the plan out once the step has made this iteration's fakes, a batch of images. */
  store(plan: readonly PoolChoice[], fakes: Float32Array): void {
    const length = fakes.length / plan.length;
    for (const [i, { write }] of plan.entries()) {
      if (write !== null) this.images[write] = fakes.slice(i * length, (i + 1) * length);
    }
  }
}
