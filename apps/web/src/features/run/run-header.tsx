'use client';

import { configAt, epochsOf, isEnded, type RunDetail } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { Figure, Figures } from '../runs/run-figures.tsx';
import { StateBadge } from '../runs/state-badge.tsx';
import { LaunchAgain } from './launch-again.tsx';
import { RunActions } from './run-actions.tsx';
import { ScheduleFigure } from './schedule-figure.tsx';
import { Watchers } from './watchers.tsx';

/** What a run is, how far it is, and what can be done with it. */
export function RunHeader({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const runs = useTranslations('runs');
  const format = useFormat();
  const { iteration, msPerIteration, etaSeconds } = run.progress;
  const ended = isEnded(run.state);
  const epochs = epochsOf(
    iteration,
    run.domains.map(({ trainCount }) => trainCount),
    run.config.batch,
  );
  const tookSeconds =
    run.startedAt && run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : null;
  return (
    <header className="flex flex-col gap-4">
      <div className="flex items-start justify-between gap-x-6 gap-y-3 max-sm:flex-col">
        <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 font-semibold text-xl tracking-[-0.01em]">{run.name}</h1>
          <StateBadge state={run.state} />
          {run.sweep ? (
            <Link
              href={`/sweeps/${run.sweep.id}`}
              className="text-muted text-sm underline decoration-line-strong underline-offset-4 hover:text-ink"
            >
              {t('ofSweep', { name: run.sweep.name })}
            </Link>
          ) : null}
          <ul aria-label={runs('domains')} className="flex flex-wrap gap-x-3 text-muted text-sm">
            {run.domains.map((domain, i) => (
              <li key={domain.key}>
                <DomainChip name={domain.name} index={i} />
              </li>
            ))}
          </ul>
          <Watchers runId={run.id} />
        </div>
        <RunActions run={run} />
      </div>
      {run.failure ? (
        <Notice tone="bad" title={t(`failure.${run.failure.code}`)} actions={<LaunchAgain run={run} />}>
          {run.failure.message}
        </Notice>
      ) : null}
      <ScheduleFigure
        iterations={run.iterations}
        decayIterations={configAt(run.config, run.changes, run.iterations).decayIterations}
        done={iteration}
      />
      <Figures>
        <Figure name={runs('iteration')}>
          {format.integer(iteration)}
          <span className="text-faint"> / {format.integer(run.iterations)}</span>
        </Figure>
        <Figure name={t('epochs')}>{format.number(epochs)}</Figure>
        {run.queuePosition !== null ? (
          <Figure name={runs('queue')}>{runs('queuePosition', { position: run.queuePosition })}</Figure>
        ) : null}
        {run.resumesFrom !== null ? (
          <Figure name={runs('checkpoint')}>
            {runs('resumesFrom', { iteration: format.integer(run.resumesFrom) })}
          </Figure>
        ) : null}
        {msPerIteration !== null ? <Figure name={runs('speed')}>{format.pace(msPerIteration)}</Figure> : null}
        {!ended && etaSeconds !== null && iteration < run.iterations ? (
          <Figure name={runs('eta')}>{format.duration(etaSeconds)}</Figure>
        ) : null}
        {tookSeconds !== null ? <Figure name={runs('duration')}>{format.duration(tookSeconds)}</Figure> : null}
        {run.trainer ? (
          <Figure name={runs('trainer')}>
            {run.trainer}
            {run.engine ? <span className="text-faint"> · {run.engine}</span> : null}
          </Figure>
        ) : null}
        <Figure name={runs('launched')}>
          <span>
            <TimeAgo at={run.createdAt} />
            {run.launchedBy ? <span className="text-faint"> · {run.launchedBy}</span> : null}
          </span>
        </Figure>
      </Figures>
    </header>
  );
}
