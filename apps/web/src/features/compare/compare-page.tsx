'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { CompareCharts } from './compare-charts.tsx';
import { CompareOptions } from './compare-options.tsx';
import { CompareSamples, type Picked } from './compare-samples.tsx';
import type { LoadedRun } from './loaded-run.ts';
import { useRuns } from './use-runs.ts';

/** Several runs over one another: what differs, their curves, and the samples of two side by side. */
export function ComparePage({ ids }: { ids: readonly string[] }) {
  const t = useTranslations('compare');
  const watched = useRuns(ids);
  const [picked, setPicked] = useState<Picked | null>(null);
  const onPick = useMemo(() => (iteration: number) => setPicked({ iteration }), []);
  const refused = watched.filter(({ view }) => view.status === 'refused');
  const open = watched.filter(({ view }) => view.status !== 'refused');
  const loaded = open.flatMap(({ view }): LoadedRun[] => (view.run ? [{ run: view.run, samples: view.samples }] : []));
  const complete = loaded.length === open.length;
  const runs = loaded.map(({ run }) => run);
  // charts are made anew only for what they are made of, not for each batch of iterations
  const signature = JSON.stringify(runs.map(({ id, name, changes }) => [id, name, changes.length]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the runs
  const charted = useMemo(() => runs, [signature]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const stores = useMemo(() => new Map(open.map(({ id, store }) => [id, store])), [signature]);
  if (open.length < 2) {
    return (
      <Page title={t('title')}>
        <EmptyState
          title={t('tooFewTitle')}
          actions={
            <Button asChild variant="primary">
              <Link href="/">{t('toRuns')}</Link>
            </Button>
          }
        >
          {t('tooFew')}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t('title')}>
      {refused.length > 0 ? <Notice tone="warn" title={t('gone', { count: refused.length })} /> : null}
      {complete ? (
        <>
          <CompareOptions runs={runs} />
          <CompareCharts stores={stores} runs={charted} onPick={onPick} />
          <CompareSamples runs={loaded} picked={picked} />
        </>
      ) : (
        <>
          <Skeleton className="h-32" />
          <Skeleton className="h-96" />
        </>
      )}
    </Page>
  );
}
