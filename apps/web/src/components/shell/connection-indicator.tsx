'use client';

import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { useConnectionStatus } from '../../lib/live/live-provider.tsx';

/** Whether what is on the page is what is happening. */
export function ConnectionIndicator() {
  const t = useTranslations('connection');
  const status = useConnectionStatus();
  return (
    <span role="status" title={t(`${status}Hint`)} className="flex items-center gap-1.5 px-1 text-muted text-xs">
      <span
        aria-hidden
        className={clsx('size-2 rounded-full', status === 'live' ? 'bg-live' : 'animate-live bg-warn')}
      />
      <span className={clsx(status === 'live' && 'max-sm:sr-only')}>{t(status)}</span>
    </span>
  );
}
