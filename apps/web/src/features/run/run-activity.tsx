'use client';

import { LogEntry, type RunDetail } from '@combogan/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useFormat } from '../../lib/format/use-format.ts';

const Activity = z.object({ entries: z.array(LogEntry) });

/** What people did to the run, newest first: who launched, cancelled, paused and changed it. */
export function RunActivity({ run, log }: { run: RunDetail; log: readonly LogEntry[] }) {
  const t = useTranslations('activity');
  const format = useFormat();
  const text = useActText();
  // anything more that a person did shows in one of these
  const acts =
    log.filter(({ event }) => 'by' in event && event.by).length + run.changes.length + run.pendingChanges.length;
  const { data, error, refetch } = useQuery({
    queryKey: ['activity', run.id, acts],
    queryFn: ({ signal }) => request(Activity, paths.activity(run.id), { signal }),
    placeholderData: keepPreviousData,
  });
  if (error && !data) return <LoadFailure error={error} retry={() => void refetch()} />;
  if (data?.entries.length === 0) return <p className="text-muted text-sm">{t('none')}</p>;
  return (
    <ol className="flex max-h-96 flex-col overflow-y-auto" reversed>
      {[...(data?.entries ?? [])].reverse().map((entry) => (
        <li key={entry.seq} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 py-1 text-sm">
          <time dateTime={entry.at} className="text-faint text-xs leading-5">
            {format.moment(entry.at)}
          </time>
          <span>
            <strong className="font-medium">{'by' in entry.event ? entry.event.by : null}</strong> {text(entry)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function useActText(): (entry: LogEntry) => string {
  const t = useTranslations('activity');
  const labels = useTranslations('config');
  const states = useTranslations('state');
  return ({ seq, event }) => {
    if (event.kind === 'change')
      return t('changed', {
        what: Object.entries(event.changes)
          .map(([field, value]) => `${labels(`${field as keyof typeof event.changes}.label`)} ${value}`)
          .join(', '),
      });
    if (event.kind !== 'state') return '';
    if (event.state === 'queued') {
      if (event.cause === 'resumed' || event.cause === 'extended') return t(event.cause);
      return t(seq === 1 ? 'launched' : 'queued');
    }
    if (event.state === 'cancelled') return t('cancelled');
    if (event.state === 'pausing' || event.state === 'paused') return t(event.state);
    return t('other', { state: states(event.state) });
  };
}
