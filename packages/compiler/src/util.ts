/** Element of an array that must be there. Throws a RangeError otherwise: it is always our own mistake. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index < 0 ? items.length + index : index];
  if (item === undefined) throw new RangeError(`no element ${index} among ${items.length}`);
  return item;
}

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

/** [0, 1, ... n-1]. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** A short stable digest of bytes (FNV-1a over 32-bit words), to find equal constants. */
export function digest(bytes: Uint8Array): string {
  let low = 0x811c9dc5;
  let high = 0x2545f491;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte ^ (low >>> 24), 0x85ebca6b);
  }
  return `${bytes.length}:${low >>> 0}:${high >>> 0}`;
}
