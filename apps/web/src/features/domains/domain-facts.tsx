'use client';

import type { DomainDetail } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { Figure, Figures } from '../runs/run-figures.tsx';

const RUNS_NAMED = 3;

export function DomainFacts({ domain }: { domain: DomainDetail }) {
  const t = useTranslations('domains');
  const format = useFormat();
  return (
    <div className="flex flex-col gap-4">
      {domain.description || domain.source ? (
        <div className="max-w-prose text-sm">
          {domain.description ? <p>{domain.description}</p> : null}
          {domain.source ? <p className="text-muted">{domain.source}</p> : null}
        </div>
      ) : null}
      <Figures>
        <Figure name={t('train')}>{format.integer(domain.trainCount)}</Figure>
        <Figure name={t('probes')}>{format.integer(domain.probeCount)}</Figure>
        {domain.minSide === null ? null : (
          <Figure name={t('smallestSide')}>{t('px', { pixels: domain.minSide })}</Figure>
        )}
        <Figure name={t('sizeOnDisk')}>{format.bytes(domain.bytes)}</Figure>
        <Figure name={t('created')}>
          <TimeAgo at={domain.createdAt} />
        </Figure>
        {domain.runs.length > 0 ? (
          <Figure name={t('usedBy')}>
            <span className="flex flex-wrap gap-x-3">
              {domain.runs.slice(0, RUNS_NAMED).map((run) => (
                <Link
                  key={run.id}
                  href={`/runs/${run.id}`}
                  className="underline decoration-line-strong underline-offset-4"
                >
                  {run.name}
                </Link>
              ))}
              {domain.runs.length > RUNS_NAMED ? (
                <span className="text-muted">{t('moreRuns', { count: domain.runs.length - RUNS_NAMED })}</span>
              ) : null}
            </span>
          </Figure>
        ) : null}
      </Figures>
    </div>
  );
}
