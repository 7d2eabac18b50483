import { setTimeout as wait } from 'node:timers/promises';
import { mayPass } from './refusal.ts';
import { CONNECT_TIMING } from './timing.ts';

/** Wait before the n-th new try, n from 0: doubling, with up to half of it at random so that trainers spread out. */
export function backoff(tries: number): number {
  const full = Math.min(CONNECT_TIMING.retryMost, CONNECT_TIMING.retryFirst * 2 ** tries);
  return full * (0.5 + 0.5 * Math.random());
}

/**
 * Tries until it works, is refused for good, or `signal` fires (then it throws the signal's reason). `onFailure` hears
 * of each failure that is tried again.
 */
export async function withRetry<T>(
  action: (tries: number) => Promise<T>,
  signal: AbortSignal,
  onFailure: (error: unknown) => void = () => undefined,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    signal.throwIfAborted();
    try {
      return await action(tries);
    } catch (error) {
      if (!mayPass(error)) throw error;
      signal.throwIfAborted();
      onFailure(error);
    }
    await wait(backoff(tries), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
