import { isEnded, type SweepDetail, type SweepLosses } from '@combogan/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys, sweepLossesQuery, sweepQuery } from '../../lib/api/queries.ts';
import { useLive } from '../../lib/live/live-provider.tsx';
import { withRun } from './live-sweep.ts';

/** While runs train, their losses are read again this often: means over a run's end move slowly. */
const LOSSES_EVERY_MS = 4000;

interface LiveSweep {
  sweep: SweepDetail | undefined;
  losses: SweepLosses['runs'];
  error: unknown;
  retry: () => void;
}

/** A sweep kept live while the page is open. */
export function useSweep(id: string): LiveSweep {
  const queries = useQueryClient();
  const live = useLive();
  const { data: sweep, error, refetch } = useQuery(sweepQuery(id));
  const ended = sweep?.runs.filter(({ state }) => isEnded(state)).length ?? 0;
  const active = sweep !== undefined && ended < sweep.runs.length;
  const losses = useQuery({ ...sweepLossesQuery(id), refetchInterval: active ? LOSSES_EVERY_MS : false });
  useEffect(() => {
    const again = () => void queries.invalidateQueries({ queryKey: keys.sweep(id) });
    const stops = [
      live.onSummary((run) => {
        const known = queries.getQueryData(sweepQuery(id).queryKey);
        if (!known) return;
        const next = withRun(known, run);
        if (next === null) again();
        else if (next !== known) queries.setQueryData(sweepQuery(id).queryKey, next);
      }),
      live.onConnected((connected) => connected && again()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [live, queries, id]);
  // a run's last losses come with its end
  useEffect(() => {
    if (ended > 0) void queries.invalidateQueries({ queryKey: keys.sweepLosses(id) });
  }, [queries, id, ended]);
  return { sweep, losses: losses.data?.runs ?? [], error, retry: () => void refetch() };
}
