import type { Random } from './random.ts';

/** Two distinct domains of `count`, each ordered pair equally likely. */
export function drawPair(random: Random, iteration: number, count: number): [number, number] {
  if (count < 2) throw new RangeError(`a pair needs two domains, not ${count}`);
  const stream = random('pair', iteration);
  const first = stream.int(count);
  const other = stream.int(count - 1);
  return [first, other < first ? other : other + 1];
}

/** Which images of a domain of `size` images make its batch, each drawn uniformly. */
export function drawImages(random: Random, iteration: number, domain: string, size: number, batch: number): number[] {
  const stream = random(`images.${domain}`, iteration);
  return Array.from({ length: batch }, () => stream.int(size));
}
