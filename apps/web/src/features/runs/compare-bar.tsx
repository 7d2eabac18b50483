'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { comparePath, RUNS_MAX } from '../compare/compare-path.ts';

interface CompareBarProps {
  chosen: readonly string[];
  onClear: () => void;
}

/** Leads from the runs that were ticked to their comparison. */
export function CompareBar({ chosen, onClear }: CompareBarProps) {
  const t = useTranslations('compare');
  const ready = chosen.length >= 2 && chosen.length <= RUNS_MAX;
  return (
    <div className="sticky bottom-4 z-20 mx-auto flex items-center gap-3 rounded-lg border border-line bg-surface px-4 py-2 shadow-overlay max-sm:bottom-[calc(var(--tabbar-height)+1rem)]">
      <span aria-live="polite" className="text-sm">
        {chosen.length > RUNS_MAX
          ? t('tooMany', { most: RUNS_MAX })
          : chosen.length < 2
            ? t('oneMore')
            : t('chosen', { count: chosen.length })}
      </span>
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t('clear')}
      </Button>
      {ready ? (
        <Button asChild size="sm" variant="primary">
          <Link href={comparePath(chosen)}>{t('open')}</Link>
        </Button>
      ) : (
        <Button size="sm" variant="primary" disabled>
          {t('open')}
        </Button>
      )}
    </div>
  );
}
