import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLive } from '../../lib/live/live-provider.tsx';
import { RunStore, type RunView } from '../../lib/live/run-store.ts';

/** How often React hears of a running run at most; charts draw by themselves. A timer, because frames stop in hidden tabs. */
const NOTIFY_EVERY_MS = 50;

/** A run kept live while the page is open. */
export function useRun(id: string): { store: RunStore; view: RunView } {
  const live = useLive();
  const [store] = useState(() => new RunStore(id, live, { soon: (task) => setTimeout(task, NOTIFY_EVERY_MS) }));
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  const view = useSyncExternalStore(store.subscribe, store.getView, store.getView);
  return { store, view };
}
