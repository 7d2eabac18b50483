import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { keys } from '../../lib/api/queries.ts';
import { sendTo } from './send-file.ts';
import { UploadQueue } from './upload-queue.ts';

/** How often the grid asks for what has arrived while an upload runs. */
const REFRESH_EVERY_MS = 2_000;

/** The uploads into one domain, and a grid that follows them. Warns before the page is closed over them. */
export function useUpload(domainId: string) {
  const queries = useQueryClient();
  const [queue] = useState(() => new UploadQueue(sendTo(domainId)));
  const view = useSyncExternalStore(queue.subscribe, queue.getView, queue.getView);
  const busy = view.settled < view.files;
  useEffect(() => {
    if (!busy) return;
    const refresh = () => {
      void queries.invalidateQueries({ queryKey: keys.domain(domainId) });
      void queries.invalidateQueries({ queryKey: keys.domains });
    };
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    const timer = setInterval(refresh, REFRESH_EVERY_MS);
    window.addEventListener('beforeunload', stay);
    return () => {
      clearInterval(timer);
      window.removeEventListener('beforeunload', stay);
      refresh();
    };
  }, [busy, domainId, queries]);
  return { queue, view };
}
