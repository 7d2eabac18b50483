import { philox } from './philox.ts';

/**
 * A sequence of draws. The n-th draw is a pure function of (seed, stream name, iteration, n): nothing has to be saved
 * for a resumed run to draw the same.
 */
export interface Stream {
  /** 32 random bits as an unsigned integer. */
  bits(): number;
  /** Uniform in [0, 1), 24 bits of it: exact in float32. */
  uniform(): number;
  /** Uniform integer in [0, bound); bound from 1 to 2^32. */
  int(bound: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
}

/** Opens the stream `name` of one iteration from its first draw. */
export type Random = (name: string, iteration?: number) => Stream;

/** Hash of a stream's name, FNV-1a over UTF-16 code units. */
function hash(name: string, basis: number): number {
  let value = basis;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/**
 * The counter-based generator of a run: Philox4x32-10 with the seed and the stream's name as key, and
 * (block, iteration, name) as counter.
 */
export const createRandom =
  (seed: number): Random =>
  (name, iteration = 0) => {
    const key: [number, number] = [seed >>> 0, hash(name, 0x811c9dc5)];
    const counter = new Uint32Array([0, iteration, hash(name, 0x9747b28c), Math.floor(iteration / 2 ** 32)]);
    const block = new Uint32Array(4);
    let used = 4;
    let spare: number | undefined;

    const bits = (): number => {
      if (used === 4) {
        philox(counter, key, block);
        counter[0] = (counter[0] ?? 0) + 1;
        used = 0;
      }
      return block[used++] ?? 0;
    };
    const uniform = (): number => (bits() >>> 8) / 2 ** 24;
    const int = (bound: number): number => {
      if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) throw new RangeError(`no integer below ${bound}`);
      // Values above the largest multiple of `bound` would favour small results.
      const limit = 2 ** 32 - (2 ** 32 % bound);
      let drawn = bits();
      while (drawn >= limit) drawn = bits();
      return drawn % bound;
    };
    const normal = (): number => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log((bits() + 1) / 2 ** 32));
      const angle = (2 * Math.PI * bits()) / 2 ** 32;
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    };
    return { bits, uniform, int, normal };
  };
