'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { notificationsQuery } from '../../lib/api/queries.ts';

const COUNTED = 99;

/** Leads to the notifications and says how many are unread. */
export function NotificationBell() {
  const t = useTranslations('notifications');
  const here = usePathname() === '/notifications';
  const unread = useInfiniteQuery(notificationsQuery).data?.pages[0]?.unread ?? 0;
  const label = unread > 0 ? t('bell', { count: unread }) : t('title');
  return (
    <Tooltip text={label}>
      <Link
        href="/notifications"
        aria-label={label}
        aria-current={here ? 'page' : undefined}
        className="relative grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink aria-[current=page]:text-ink max-sm:size-10"
      >
        <Bell aria-hidden className="size-4" />
        {unread > 0 ? (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-0.5 max-sm:top-0.5 max-sm:right-0.5 min-w-4 rounded-full bg-ink px-1 text-center font-semibold text-2xs text-on-ink leading-4"
          >
            {unread > COUNTED ? `${COUNTED}+` : unread}
          </span>
        ) : null}
      </Link>
    </Tooltip>
  );
}
