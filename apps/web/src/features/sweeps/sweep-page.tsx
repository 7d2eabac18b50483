'use client';

import { RUN_STATES } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Progress } from '../../components/ui/progress.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import { usePageTitle } from '../../lib/use-page-title.ts';
import { Figure, Figures } from '../runs/run-figures.tsx';
import type { Row } from './compare.ts';
import { EffectsPanel } from './effects-panel.tsx';
import { sweepProgress } from './progress.ts';
import { SweepActions } from './sweep-actions.tsx';
import { SweepTable } from './sweep-table.tsx';
import { useSweep } from './use-sweep.ts';

export function SweepPage({ id }: { id: string }) {
  const t = useTranslations('sweep');
  const runs = useTranslations('runs');
  const states = useTranslations('state');
  const format = useFormat();
  const { sweep, losses, error, retry } = useSweep(id);
  const progress = sweepProgress(sweep?.runs ?? []);
  const share = progress.share < 1 ? `${format.percent(progress.share)} · ` : '';
  usePageTitle(sweep ? `${share}${sweep.name}` : undefined);
  if (!sweep && error) {
    return asApiError(error).code === 'not_found' ? (
      <Page title={t('goneTitle')}>
        <p className="max-w-prose text-muted">{t('gone')}</p>
        <Button asChild className="self-start">
          <Link href="/">{t('toAll')}</Link>
        </Button>
      </Page>
    ) : (
      <Page title={t('title')}>
        <LoadFailure error={error} retry={retry} />
      </Page>
    );
  }
  if (!sweep) {
    return (
      <Page title={<Skeleton className="h-7 w-64" />}>
        <Skeleton className="h-14" />
        <Skeleton className="h-96" />
      </Page>
    );
  }
  const reached = new Map(losses.map(({ runId, final }) => [runId, final]));
  const rows = sweep.runs.map((run): Row => ({ run, losses: reached.get(run.id) ?? {} }));
  return (
    <Page
      title={sweep.name}
      aside={
        <ul aria-label={runs('domains')} className="flex flex-wrap gap-x-3 text-muted text-sm">
          {sweep.runs[0]?.domains.map((domain, i) => (
            <li key={domain.key}>
              <DomainChip name={domain.name} index={i} />
            </li>
          ))}
        </ul>
      }
      actions={<SweepActions sweep={sweep} rows={rows} />}
    >
      <div className="flex flex-col gap-4">
        {progress.share < 1 ? <Progress value={progress.share} label={t('progressOf', { name: sweep.name })} /> : null}
        <Figures>
          <Figure name={t('runs')}>
            {RUN_STATES.filter((state) => sweep.states[state])
              .map((state) => t('inState', { count: sweep.states[state] ?? 0, state: states(state) }))
              .join(' · ')}
          </Figure>
          {progress.etaSeconds !== null ? (
            <Figure name={runs('eta')}>{format.duration(progress.etaSeconds)}</Figure>
          ) : null}
          <Figure name={runs('launched')}>
            <TimeAgo at={sweep.createdAt} />
            {sweep.launchedBy ? <span className="text-faint"> · {sweep.launchedBy}</span> : null}
          </Figure>
        </Figures>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <SweepTable sweep={sweep} rows={rows} losses={losses} />
        <p className="max-w-prose text-muted text-xs">{t('note')}</p>
      </div>
      <EffectsPanel sweep={sweep} rows={rows} />
    </Page>
  );
}
