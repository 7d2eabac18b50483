'use client';

import type { RunSummary } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { Progress } from '../../components/ui/progress.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { SampleStrip } from '../samples/sample-strip.tsx';
import { ChooseRun, type RunChoice } from './choose-run.tsx';
import { Figure, Figures } from './run-figures.tsx';
import { StateBadge } from './state-badge.tsx';

/** A run that is under way or about to be. */
export function RunCard({ run, choice }: { run: RunSummary; choice: RunChoice }) {
  const t = useTranslations('runs');
  const format = useFormat();
  const { iteration, msPerIteration, etaSeconds } = run.progress;
  return (
    <article className="relative flex items-stretch gap-6 rounded-lg border border-line bg-surface p-4 hover:border-line-strong max-sm:flex-col max-sm:gap-4">
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <ChooseRun run={run} choice={choice} />
          <h2 className="min-w-0 font-semibold text-lg">
            <Link
              href={`/runs/${run.id}`}
              className="rounded-sm after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:outline-offset-2"
            >
              {run.name}
            </Link>
          </h2>
          <StateBadge state={run.state} />
        </div>
        <ul aria-label={t('domains')} className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-sm">
          {run.domains.map((domain, i) => (
            <li key={domain.key}>
              <DomainChip name={domain.name} index={i} />
            </li>
          ))}
        </ul>
        <div className="mt-auto flex flex-col gap-3 pt-1">
          <Progress value={iteration / run.iterations} label={t('progressOf', { name: run.name })} />
          <Figures>
            <Figure name={t('iteration')}>
              {format.integer(iteration)}
              <span className="text-faint"> / {format.integer(run.iterations)}</span>
            </Figure>
            {run.queuePosition !== null ? (
              <Figure name={t('queue')}>{t('queuePosition', { position: run.queuePosition })}</Figure>
            ) : null}
            {run.resumesFrom !== null ? (
              <Figure name={t('checkpoint')}>{t('resumesFrom', { iteration: format.integer(run.resumesFrom) })}</Figure>
            ) : null}
            {msPerIteration !== null ? <Figure name={t('speed')}>{format.pace(msPerIteration)}</Figure> : null}
            {etaSeconds !== null ? <Figure name={t('eta')}>{format.duration(etaSeconds)}</Figure> : null}
            {run.trainer ? (
              <Figure name={t('trainer')}>
                {run.trainer}
                {run.engine ? <span className="text-faint"> · {run.engine}</span> : null}
              </Figure>
            ) : null}
          </Figures>
        </div>
      </div>
      {run.lastSample ? <SampleStrip run={run} sheet={run.lastSample} /> : null}
    </article>
  );
}
