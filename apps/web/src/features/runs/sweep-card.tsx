'use client';

import { isEnded, RUN_STATES } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { Progress } from '../../components/ui/progress.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { sweepProgress } from '../sweeps/progress.ts';
import type { SweepGroup } from './group-sweeps.ts';
import { Figure, Figures } from './run-figures.tsx';

/** A sweep among the runs: how far its runs are together, and which one trains now. */
export function SweepCard({ group }: { group: SweepGroup }) {
  const t = useTranslations('runs');
  const sweep = useTranslations('sweep');
  const states = useTranslations('state');
  const format = useFormat();
  const { share, etaSeconds, count } = sweepProgress(group.runs);
  const active = group.runs.some(({ state }) => !isEnded(state));
  const training = group.runs.filter(({ state }) => state === 'running');
  const [first] = group.runs;
  return (
    <article className="relative flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 hover:border-line-strong">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 font-semibold text-lg">
          <Link
            href={`/sweeps/${group.id}`}
            className="rounded-sm after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:outline-offset-2"
          >
            {group.name}
          </Link>
        </h2>
        <Badge>{t('sweepOf', { count: group.runs.length })}</Badge>
      </div>
      <ul aria-label={t('domains')} className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-sm">
        {first?.domains.map((domain, i) => (
          <li key={domain.key}>
            <DomainChip name={domain.name} index={i} />
          </li>
        ))}
      </ul>
      {active ? <Progress value={share} label={t('progressOf', { name: group.name })} /> : null}
      <Figures>
        <Figure name={sweep('runs')}>
          {RUN_STATES.filter((state) => count(state) > 0)
            .map((state) => sweep('inState', { count: count(state), state: states(state) }))
            .join(' · ')}
        </Figure>
        {etaSeconds !== null ? <Figure name={t('eta')}>{format.duration(etaSeconds)}</Figure> : null}
        {training.map((run) => (
          <Figure key={run.id} name={run.name}>
            {format.integer(run.progress.iteration)}
            <span className="text-faint"> / {format.integer(run.iterations)}</span>
          </Figure>
        ))}
        {first && !active ? (
          <Figure name={t('launched')}>
            <TimeAgo at={first.createdAt} />
          </Figure>
        ) : null}
      </Figures>
    </article>
  );
}
