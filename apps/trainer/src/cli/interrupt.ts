/** Below it, two signals are one Ctrl-C that reached us twice: from the terminal and from npm. */
const SAME_MS = 500;

/**
 * Calls `first` on the first Ctrl-C or SIGTERM, or when the process that supervises this one is gone, and `again` when
 * the person insists. Returns how to stop listening.
 */
export function onInterrupt(first: () => void, again: () => void): () => void {
  let since: number | undefined;
  const received = (): void => {
    const now = performance.now();
    if (since === undefined) {
      since = now;
      first();
    } else if (now - since > SAME_MS) again();
  };
  process.on('SIGINT', received);
  process.on('SIGTERM', received);
  // only under a supervisor that opened an IPC channel: it closes when that process dies, however it died
  process.on('disconnect', received);
  return () => {
    process.off('SIGINT', received);
    process.off('SIGTERM', received);
    process.off('disconnect', received);
  };
}
