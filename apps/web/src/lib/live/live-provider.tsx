'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { keys } from '../api/queries.ts';
import { signInPath } from '../api/request.ts';
import { type ConnectionStatus, LiveConnection } from './connection.ts';
import { type KnownRuns, withSummary } from './run-list.ts';

const Live = createContext<LiveConnection | null>(null);

/** Opens the socket for the pages below it, and keeps the run list and the trainers of the query cache live. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [connection] = useState(() => new LiveConnection(() => window.location.assign(signInPath())));
  useEffect(() => {
    const refresh = () => {
      void queries.invalidateQueries({ queryKey: keys.runs });
      void queries.invalidateQueries({ queryKey: keys.trainers });
      void queries.invalidateQueries({ queryKey: keys.anyComments });
      void queries.invalidateQueries({ queryKey: keys.notifications });
    };
    const stops = [
      connection.onSummary((run) => queries.setQueryData<KnownRuns>(keys.runs, (list) => withSummary(list, run))),
      connection.onTrainers(() => void queries.invalidateQueries({ queryKey: keys.trainers })),
      connection.onWatchers(({ runId, people }) => queries.setQueryData(keys.watchers(runId), people)),
      connection.onComments((runId) => void queries.invalidateQueries({ queryKey: keys.comments(runId) })),
      connection.onNotifications(() => void queries.invalidateQueries({ queryKey: keys.notifications })),
      connection.onPerson(() => router.refresh()),
      // whatever was missed while the connection was down
      connection.onConnected((connected) => connected && refresh()),
    ];
    connection.open();
    return () => {
      for (const stop of stops) stop();
      connection.close();
    };
  }, [connection, queries, router]);
  return <Live value={connection}>{children}</Live>;
}

export function useLive(): LiveConnection {
  const connection = useContext(Live);
  if (!connection) throw new Error('useLive needs a LiveProvider above it');
  return connection;
}

export function useConnectionStatus(): ConnectionStatus {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.getStatus, () => 'connecting' as const);
}
