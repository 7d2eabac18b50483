'use client';

import type { RunDetail } from '@combogan/contracts';
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { paths } from '../../lib/api/paths.ts';
import { useFormat } from '../../lib/format/use-format.ts';

/** The networks of each domain, to take away. */
export function RunWeights({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const format = useFormat();
  if (run.weights.length === 0) return <p className="max-w-prose text-muted text-sm">{t('weightsNone')}</p>;
  const files = run.domains.flatMap((domain, index) => {
    const file = run.weights.find((weights) => weights.domain === domain.key);
    return file ? [{ domain, index, file }] : [];
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose text-muted text-sm">{t('weightsHelp')}</p>
      <ul className="max-w-3xl text-sm">
        {files.map(({ domain, index, file }) => (
          <li
            key={domain.key}
            className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-t py-2 first:border-t-0"
          >
            <span className="min-w-40 font-medium">
              <DomainChip name={domain.name} index={index} />
            </span>
            <span className="text-muted text-xs">{t('weightsAt', { iteration: format.integer(file.iteration) })}</span>
            <span className="text-muted text-xs">{format.bytes(file.bytes)}</span>
            <span className="font-mono text-faint text-xs" title={file.sha256}>
              {t('sha', { short: file.sha256.slice(0, 12) })}
            </span>
            <Button asChild size="sm" className="ml-auto max-sm:ml-0">
              <a href={paths.weights(run.id, domain.key)} download aria-label={t('download', { domain: domain.name })}>
                <Download aria-hidden />
                {t('downloadShort')}
              </a>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
