'use client';

import { isEnded } from '@combogan/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { runsQuery } from '../../lib/api/queries.ts';
import { NoRuns } from './no-runs.tsx';
import { RunCard } from './run-card.tsx';
import { RunTable } from './run-table.tsx';
import { RunsSkeleton } from './runs-skeleton.tsx';
import { TrainerStrip } from './trainer-strip.tsx';

export function RunsPage() {
  const t = useTranslations('runs');
  const { data, error, refetch } = useQuery(runsQuery);
  const newestFirst = [...(data?.runs ?? [])].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const active = newestFirst
    .filter((run) => !isEnded(run.state))
    .sort((a, b) => (a.queuePosition ?? 0) - (b.queuePosition ?? 0));
  const ended = newestFirst.filter((run) => isEnded(run.state));
  return (
    <Page title={t('title')}>
      <TrainerStrip />
      {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <RunsSkeleton /> : null}
      {data?.runs.length === 0 ? <NoRuns /> : null}
      {active.length > 0 ? (
        <section aria-label={t('active')} className="grid gap-3">
          {active.map((run) => (
            <RunCard key={run.id} run={run} />
          ))}
        </section>
      ) : null}
      {ended.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold text-base">{t('ended')}</h2>
          <RunTable runs={ended} />
        </section>
      ) : null}
    </Page>
  );
}
