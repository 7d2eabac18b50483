/** Norm of the difference over the norm of the reference: how far two tensors are apart, relative to their size. */
export function deviation(values: Float32Array, reference: Float32Array): number {
  if (values.length !== reference.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (const [i, expected] of reference.entries()) {
    difference += ((values[i] ?? Number.NaN) - expected) ** 2;
    size += expected ** 2;
  }
  return size === 0 ? Math.sqrt(difference) : Math.sqrt(difference / size);
}
