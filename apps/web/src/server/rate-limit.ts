import { StudioError } from '@combogan/contracts';

export interface RateLimit {
  /** Counts one attempt of `key`. Throws a StudioError 'rate_limited' that says when to come back. */
  take(key: string): void;
  /** Takes back one attempt that turned out harmless. */
  refund(key: string): void;
}

/** So many keys are remembered before those whose window has passed are forgotten. */
const FORGET_ABOVE = 10_000;

/** At most `max` attempts per key in each window, which starts with a key's first attempt. Kept in this process. */
export function createRateLimit(rule: { max: number; windowMs: number; now?: () => number }): RateLimit {
  const now = rule.now ?? Date.now;
  const windows = new Map<string, { count: number; ends: number }>();
  return {
    take(key) {
      const time = now();
      if (windows.size > FORGET_ABOVE) for (const [k, w] of windows) if (w.ends <= time) windows.delete(k);
      const window = windows.get(key);
      if (!window || window.ends <= time) {
        windows.set(key, { count: 1, ends: time + rule.windowMs });
        return;
      }
      if (window.count >= rule.max) {
        const seconds = Math.ceil((window.ends - time) / 1000);
        throw new StudioError('rate_limited', `Too many attempts. Try again in ${seconds} s.`, {
          limit: `${rule.max} in ${rule.windowMs / 1000} s`,
        });
      }
      window.count += 1;
    },
    refund(key) {
      const window = windows.get(key);
      if (window && window.count > 0) window.count -= 1;
    },
  };
}
