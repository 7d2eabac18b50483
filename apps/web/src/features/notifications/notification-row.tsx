'use client';

import type { Notification } from '@combogan/contracts';
import { clsx } from 'clsx';
import { AtSign, Check, CircleAlert, CircleCheck, MessageSquare, RefreshCw, TrendingUp } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useNoticeText } from './use-notice-text.ts';

const ICONS = {
  finished: CircleCheck,
  failed: CircleAlert,
  diverged: TrendingUp,
  lost: RefreshCw,
  mentioned: AtSign,
  commented: MessageSquare,
} as const;

/** One notification; opening what it is about marks it as read. */
export function NotificationRow({ notification }: { notification: Notification }) {
  const t = useTranslations('notifications');
  const text = useNoticeText();
  const markRead = useMarkRead();
  const { id, kind, notice, at, read } = notification;
  const Icon = ICONS[kind];
  const bad = kind === 'failed' || kind === 'diverged';
  const page = `/runs/${notice.run.id}${notice.commentId ? `?comment=${notice.commentId}` : ''}`;
  return (
    <li className="relative flex items-start gap-3 px-4 py-3 hover:bg-hover">
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', bad ? 'text-bad-ink' : 'text-muted')} />
      <div className="min-w-0 flex-1">
        <Link
          href={page}
          onClick={() => !read && markRead.mutate([id])}
          className={clsx('text-sm after:absolute after:inset-0', !read && 'font-semibold')}
        >
          {text(notification)}
          {read ? null : <span className="sr-only"> ({t('unread')})</span>}
        </Link>
        {notice.text ? <p className="line-clamp-3 whitespace-pre-wrap text-muted text-sm">{notice.text}</p> : null}
        <p className="text-faint text-xs">
          <TimeAgo at={at} />
        </p>
      </div>
      {read ? null : (
        <IconButton label={t('markRead')} className="relative z-10" onClick={() => markRead.mutate([id])}>
          <Check aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
