'use client';

import type { DomainSummary } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Mosaic } from './mosaic.tsx';

export function DomainCard({ domain }: { domain: DomainSummary }) {
  const t = useTranslations('domains');
  return (
    <article className="relative flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface hover:border-line-strong">
      <Mosaic preview={domain.preview} />
      <div className="flex flex-col gap-1 p-4">
        <h2 className="font-semibold text-lg">
          <Link
            href={`/domains/${domain.id}`}
            className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:outline-offset-[-2px]"
          >
            {domain.name}
          </Link>
        </h2>
        <p className="text-muted text-sm">
          {t('counts', { train: domain.trainCount, probe: domain.probeCount })}
          {domain.minSide === null ? null : (
            <span className="text-faint"> · {t('smallest', { pixels: domain.minSide })}</span>
          )}
        </p>
        {domain.description ? <p className="line-clamp-2 text-muted text-sm">{domain.description}</p> : null}
      </div>
    </article>
  );
}
