import { useEffect, useReducer, useState } from 'react';
import { useLive } from '../../lib/live/live-provider.tsx';
import { RunStore, type RunView } from '../../lib/live/run-store.ts';

/** How often React hears of running runs at most: what is compared is seldom the last second. */
const NOTIFY_EVERY_MS = 500;

export interface Watched {
  id: string;
  store: RunStore;
  view: RunView;
}

/** Several runs, each kept live while the page is open. The ids must stay the same. */
export function useRuns(ids: readonly string[]): Watched[] {
  const live = useLive();
  const [stores] = useState(() =>
    ids.map((id) => ({
      id,
      store: new RunStore(id, live, { soon: (task) => setTimeout(task, NOTIFY_EVERY_MS) }),
    })),
  );
  const [, changed] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const stops = stores.flatMap(({ store }) => {
      const stop = store.subscribe(changed);
      store.start();
      return [stop, () => store.stop()];
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [stores]);
  return stores.map(({ id, store }) => ({ id, store, view: store.getView() }));
}
