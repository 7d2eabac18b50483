import type { Random } from './random.ts';

const NONE: ReadonlySet<number> = new Set();

/**
 * Two distinct domains of `count`, each pair equally likely among those with a domain that is not frozen. A frozen one
 * comes second: it sits in slot B.
 */
export function drawPair(
  random: Random,
  iteration: number,
  count: number,
  frozen: ReadonlySet<number> = NONE,
): [number, number] {
  if (count < 2) throw new RangeError(`a pair needs two domains, not ${count}`);
  if (frozen.size >= count) throw new RangeError('every domain is frozen: there is nothing to train');
  const stream = random('pair', iteration);
  for (;;) {
    const first = stream.int(count);
    const other = stream.int(count - 1);
    const second = other < first ? other : other + 1;
    if (!frozen.has(first)) return [first, second];
    if (!frozen.has(second)) return [second, first];
  }
}

/** Which images of a domain of `size` images make its batch, each drawn uniformly. */
export function drawImages(random: Random, iteration: number, domain: string, size: number, batch: number): number[] {
  const stream = random(`images.${domain}`, iteration);
  return Array.from({ length: batch }, () => stream.int(size));
}
