/** Weight of one more iteration in the average: it forgets over some 20 iterations. */
const ALPHA = 0.05;
/** A pause (a sample, a checkpoint, another program) counts as at most so many times the average. */
const CLAMP = 3;

/**
 * Milliseconds an iteration as a moving average that single pauses hardly move.
 * @param average null before the first iteration; then it starts at the median of `times`
 * @param times of the iterations since, oldest first
 */
export function averageSpeed(average: number | null, times: readonly number[]): number | null {
  let current = average ?? median(times);
  if (current === null) return null;
  for (const time of times) current += ALPHA * (Math.min(time, CLAMP * current) - current);
  return current;
}

function median(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
