'use client';

import type { Person } from '@combogan/contracts';
import { Images, Plus, Waves } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { NotificationBell } from '../../features/notifications/notification-bell.tsx';
import { LiveProvider } from '../../lib/live/live-provider.tsx';
import { MeProvider } from '../../lib/me.tsx';
import { Button } from '../ui/button.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionIndicator } from './connection-indicator.tsx';
import { Mark } from './mark.tsx';

/** The bar on top, the tabs at the bottom of a phone, and the page between them. */
export function Shell({ me, children }: { me: Person; children: ReactNode }) {
  const t = useTranslations('shell');
  const path = usePathname();
  const places = [
    { href: '/', label: t('runs'), icon: Waves, here: path === '/' || /^\/(runs|sweeps)\/(?!new$)/.test(path) },
    { href: '/domains', label: t('domains'), icon: Images, here: path.startsWith('/domains') },
  ];
  const newRunHere = path === '/runs/new';
  return (
    <MeProvider me={me}>
      <LiveProvider>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-ink focus:px-3 focus:py-2 focus:text-on-ink focus:text-sm"
        >
          {t('skip')}
        </a>
        <header className="sticky top-0 z-30 border-line border-b bg-surface">
          <div className="mx-auto flex h-(--bar-height) max-w-[90rem] items-center gap-6 px-6 max-sm:gap-3 max-sm:px-4">
            <Link href="/" className="flex items-center gap-2 font-semibold tracking-[-0.01em]">
              <Mark />
              <span className="whitespace-nowrap">{t('product')}</span>
            </Link>
            <nav aria-label={t('main')} className="flex h-full gap-1 max-sm:hidden">
              {places.map(({ href, label, here }) => (
                <Link
                  key={href}
                  href={href}
                  aria-current={here ? 'page' : undefined}
                  className="flex items-center border-transparent border-b-2 px-2.5 pt-0.5 text-muted text-sm hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink"
                >
                  {label}
                </Link>
              ))}
            </nav>
            <div className="ml-auto flex items-center gap-2">
              <ConnectionIndicator />
              {newRunHere ? null : (
                <Button asChild variant="primary" className="max-sm:hidden">
                  <Link href="/runs/new">
                    <Plus aria-hidden />
                    {t('newRun')}
                  </Link>
                </Button>
              )}
              <NotificationBell />
              <AccountMenu />
            </div>
          </div>
        </header>
        <div className="max-sm:pb-(--tabbar-height)">{children}</div>
        <nav
          aria-label={t('main')}
          className="fixed inset-x-0 bottom-0 z-30 grid h-(--tabbar-height) grid-cols-3 border-line border-t bg-surface sm:hidden"
        >
          {[...places, { href: '/runs/new', label: t('newRun'), icon: Plus, here: newRunHere }].map(
            ({ href, label, icon: Icon, here }) => (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className="flex flex-col items-center justify-center gap-0.5 text-2xs text-muted focus-visible:outline-offset-[-4px] aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                <Icon aria-hidden className="size-5" />
                {label}
              </Link>
            ),
          )}
        </nav>
      </LiveProvider>
    </MeProvider>
  );
}
