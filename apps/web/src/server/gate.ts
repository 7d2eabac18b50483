/** Lets at most so many tasks run at once; the others wait in order. */
export type Gate = <T>(task: () => Promise<T>) => Promise<T>;

export function createGate(atOnce: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // the place passes on: whoever waited longest takes it before any newcomer
      if (next) next();
      else running -= 1;
    }
  };
}
