'use client';

import { LIMITS } from '@combogan/contracts';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { domainsQuery } from '../../lib/api/queries.ts';

/** Before the first run: what is missing for it. */
export function NoRuns() {
  const t = useTranslations('runs');
  const { data } = useQuery(domainsQuery);
  const ready = (data?.domains ?? []).filter((domain) => domain.trainCount > 0).length >= LIMITS.runDomainsMin;
  return (
    <EmptyState
      title={t('emptyTitle')}
      actions={
        <>
          <Button asChild variant={ready ? 'secondary' : 'primary'}>
            <Link href="/domains">{t('emptyDomains')}</Link>
          </Button>
          <Button asChild variant={ready ? 'primary' : 'secondary'}>
            <Link href="/runs/new">{t('emptyLaunch')}</Link>
          </Button>
        </>
      }
    >
      {t('empty')}
    </EmptyState>
  );
}
