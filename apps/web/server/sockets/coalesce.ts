export interface Coalesced<K> {
  add(key: K): void;
  stop(): void;
}

/** Collects keys and hands them over together, at most once in `everyMs`. */
export function coalesce<K>(everyMs: number, flush: (keys: K[]) => void): Coalesced<K> {
  const waiting = new Set<K>();
  let timer: NodeJS.Timeout | undefined;
  return {
    add(key) {
      waiting.add(key);
      timer ??= setTimeout(() => {
        timer = undefined;
        const keys = [...waiting];
        waiting.clear();
        flush(keys);
      }, everyMs);
    },
    stop: () => clearTimeout(timer),
  };
}
