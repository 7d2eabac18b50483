/** Fewer training images than this starve the discriminator: it learns them by heart. */
export const FEW_IMAGES = 200;
/** A domain with this many times the images of another is seen at another rate. */
export const UNBALANCED = 2;

interface Counted {
  name: string;
  trainCount: number;
  minSide: number | null;
}

export type Advice =
  | { kind: 'empty'; name: string }
  | { kind: 'few'; name: string; count: number }
  | { kind: 'small'; name: string; side: number; size: number }
  | { kind: 'unbalanced'; largest: string; smallest: string; ratio: number };

/** What a domain's images mean for training at crops of `size` pixels (R10, D4). */
export function adviceFor(domain: Counted, size: number): Advice[] {
  const { name, trainCount, minSide } = domain;
  if (trainCount === 0) return [{ kind: 'empty', name }];
  const advice: Advice[] = [];
  if (trainCount < FEW_IMAGES) advice.push({ kind: 'few', name, count: trainCount });
  if (minSide !== null && minSide < size) advice.push({ kind: 'small', name, side: minSide, size });
  return advice;
}

/** The same for the domains of a run together. */
export function adviceForRun(domains: readonly Counted[], size: number): Advice[] {
  const advice = domains.flatMap((domain) => adviceFor(domain, size));
  const bySize = domains.filter(({ trainCount }) => trainCount > 0).sort((a, b) => a.trainCount - b.trainCount);
  const [smallest, largest] = [bySize[0], bySize.at(-1)];
  if (smallest && largest && largest.trainCount > UNBALANCED * smallest.trainCount) {
    const ratio = largest.trainCount / smallest.trainCount;
    advice.push({ kind: 'unbalanced', largest: largest.name, smallest: smallest.name, ratio });
  }
  return advice;
}
