/** Distance of two tensors relative to the first one's size, in the Euclidean norm. */
export function distance(a: Float32Array, b: Float32Array): number {
  let apart = 0;
  let norm = 0;
  for (const [i, value] of a.entries()) {
    apart += (value - (b[i] ?? Number.NaN)) ** 2;
    norm += value ** 2;
  }
  return Math.sqrt(apart) / Math.max(Math.sqrt(norm), Number.MIN_VALUE);
}
