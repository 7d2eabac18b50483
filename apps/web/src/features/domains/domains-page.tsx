'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { domainsQuery } from '../../lib/api/queries.ts';
import { useMayEdit } from '../../lib/me.tsx';
import { DomainCard } from './domain-card.tsx';
import { NewDomainDialog } from './new-domain-dialog.tsx';

export function DomainsPage() {
  const t = useTranslations('domains');
  const mayEdit = useMayEdit();
  const [creating, setCreating] = useState(false);
  const { data, error, refetch } = useQuery(domainsQuery);
  const create = mayEdit ? (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('new')}
    </Button>
  ) : null;
  return (
    <Page title={t('title')} actions={create}>
      {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
      {data?.domains.length === 0 ? (
        <EmptyState title={t('emptyTitle')} actions={create}>
          {t('empty')}
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-4">
          {data
            ? data.domains.map((domain) => (
                <li key={domain.id}>
                  <DomainCard domain={domain} />
                </li>
              ))
            : ['a', 'b', 'c', 'd'].map((key) => (
                <li key={key}>
                  <Skeleton className="h-56" />
                </li>
              ))}
        </ul>
      )}
      <NewDomainDialog open={creating} onOpenChange={setCreating} />
    </Page>
  );
}
