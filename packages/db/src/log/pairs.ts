import type { IterationRecord, Pair } from '@combogan/contracts';
import { LEVELS } from './rollup.ts';

/** What names a pair of domains, whichever comes first. Keys hold no spaces. */
export const pairKey = (pair: Pair): string => [...pair].sort().join(' ');

/**
 * The roll-up levels kept of each pair in a run of so many domains. A pair is drawn every n(n-1)/2 iterations, so a finer
 * bucket would hold next to nothing: with these, all pairs together take at most a quarter of a row an iteration,
 * however many domains there are.
 */
export function pairLevels(domains: number): readonly number[] {
  const pairs = (domains * (domains - 1)) / 2;
  const levels = LEVELS.filter((level) => level >= 4 * pairs);
  return levels.length > 0 ? levels : LEVELS.slice(-1);
}

/** The records of each pair, by its key. */
export function byPair(records: readonly IterationRecord[]): Map<string, IterationRecord[]> {
  const pairs = new Map<string, IterationRecord[]>();
  for (const record of records) {
    const key = pairKey(record.domains);
    const known = pairs.get(key);
    if (known) known.push(record);
    else pairs.set(key, [record]);
  }
  return pairs;
}
