'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { runsQuery } from '../../lib/api/queries.ts';
import { CompareBar } from './compare-bar.tsx';
import { groupSweeps, isSweep } from './group-sweeps.ts';
import { NoRuns } from './no-runs.tsx';
import { RunCard } from './run-card.tsx';
import { RunTable } from './run-table.tsx';
import { RunsSkeleton } from './runs-skeleton.tsx';
import { SweepCard } from './sweep-card.tsx';
import { TrainerStrip } from './trainer-strip.tsx';

export function RunsPage() {
  const t = useTranslations('runs');
  const { data, error, refetch } = useQuery(runsQuery);
  const { active, endedSweeps, ended } = groupSweeps(data?.runs ?? []);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choice = {
    chosen,
    toggle: (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]),
  };
  return (
    <Page title={t('title')}>
      <TrainerStrip />
      {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <RunsSkeleton /> : null}
      {data?.runs.length === 0 ? <NoRuns /> : null}
      {active.length > 0 ? (
        <section aria-label={t('active')} className="grid gap-3">
          {active.map((item) =>
            isSweep(item) ? (
              <SweepCard key={item.id} group={item} />
            ) : (
              <RunCard key={item.id} run={item} choice={choice} />
            ),
          )}
        </section>
      ) : null}
      {endedSweeps.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold text-base">{t('endedSweeps')}</h2>
          <div className="grid gap-3 lg:grid-cols-2">
            {endedSweeps.map((group) => (
              <SweepCard key={group.id} group={group} />
            ))}
          </div>
        </section>
      ) : null}
      {ended.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold text-base">{t('ended')}</h2>
          <RunTable runs={ended} choice={choice} />
        </section>
      ) : null}
      {chosen.length > 0 ? <CompareBar chosen={chosen} onClear={() => setChosen([])} /> : null}
    </Page>
  );
}
