import type { RunConfig } from '@combogan/contracts';

/**
 * Learning rate of an iteration, from 1: constant, then linear over the last `decayIterations`, such that it would be
 * 0 after the last one.
 */
export function learningRate(
  c: Pick<RunConfig, 'learningRate' | 'iterations' | 'decayIterations'>,
  iteration: number,
): number {
  const left = c.iterations - (iteration - 1);
  if (left >= c.decayIterations) return c.learningRate;
  return (c.learningRate * Math.max(0, left)) / c.decayIterations;
}
