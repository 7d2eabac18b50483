import type { RunConfig } from '@combogan/contracts';
import { latentChannels } from './params.ts';
import { maskNames, passesOf, SLOTS } from './ports.ts';
import type { Random } from './random.ts';

/** What dropout 0.5 multiplies a kept value by, so that the mean stays. */
const KEPT = 2;

/** Draws every dropout mask of one iteration, by input name; one bit a value. Empty without dropout. */
export function drawMasks(random: Random, iteration: number, c: RunConfig): Record<string, Float32Array> {
  const length = c.batch * (c.size / 4) ** 2 * latentChannels(c);
  const names = SLOTS.flatMap((slot) => passesOf(c).flatMap((pass) => maskNames(c, slot, pass)));
  return Object.fromEntries(
    names.map((name) => {
      const stream = random(`dropout.${name}`, iteration);
      const mask = new Float32Array(length);
      for (let i = 0; i < length; i += 32) {
        let bits = stream.bits();
        for (let j = i; j < Math.min(i + 32, length); j++, bits >>>= 1) mask[j] = (bits & 1) * KEPT;
      }
      return [name, mask];
    }),
  );
}
