'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EntryFrame } from '../entry/entry-frame.tsx';

export function NotFound() {
  const t = useTranslations('errors');
  return (
    <EntryFrame>
      <div className="flex flex-col items-start gap-4">
        <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t('notFoundTitle')}</h1>
        <p className="text-muted">{t('notFound')}</p>
        <Button asChild>
          <Link href="/">{t('home')}</Link>
        </Button>
      </div>
    </EntryFrame>
  );
}
