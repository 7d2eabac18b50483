/**
 * Exponential moving average without the pull towards zero at the start: each value is the weighted mean of all before
 * it, weights falling by `keep` a step. `keep` 0 leaves the values as they are.
 */
export function smoothed(values: Float64Array, keep: number): Float64Array {
  if (keep <= 0) return values;
  const out = new Float64Array(values.length);
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    sum = sum * keep + (values[i] ?? 0) * (1 - keep);
    weight = weight * keep + (1 - keep);
    out[i] = sum / weight;
  }
  return out;
}
