'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Settings } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { notificationsQuery } from '../../lib/api/queries.ts';
import { NotificationRow } from './notification-row.tsx';
import { useMarkRead } from './use-mark-read.ts';

/** What happened to one's runs and who spoke to one. */
export function NotificationsPage() {
  const t = useTranslations('notifications');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(notificationsQuery);
  const markRead = useMarkRead();
  const unread = data?.pages[0]?.unread ?? 0;
  const all = data?.pages.flatMap((page) => page.notifications);
  const settings = (
    <Button asChild>
      <Link href="/settings">
        <Settings aria-hidden />
        {t('choose')}
      </Link>
    </Button>
  );
  return (
    <Page
      title={t('title')}
      actions={
        <>
          {unread > 0 ? (
            <Button pending={markRead.isPending} onClick={() => markRead.mutate(undefined)}>
              {t('readAll')}
            </Button>
          ) : null}
          {settings}
        </>
      }
    >
      {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton className="h-48" /> : null}
      {all?.length === 0 ? <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState> : null}
      {all && all.length > 0 ? (
        <ol aria-label={t('title')} className="divide-y divide-line rounded-lg border border-line bg-surface">
          {all.map((notification) => (
            <NotificationRow key={notification.id} notification={notification} />
          ))}
        </ol>
      ) : null}
      {hasNextPage ? (
        <Button className="self-start" pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('older')}
        </Button>
      ) : null}
    </Page>
  );
}
