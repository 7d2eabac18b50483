'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Page } from '../../components/ui/page.tsx';

export function NotFound() {
  const t = useTranslations('errors');
  return (
    <Page title={t('notFoundTitle')}>
      <p className="max-w-prose text-muted">{t('notFound')}</p>
      <Button asChild className="self-start">
        <Link href="/">{t('home')}</Link>
      </Button>
    </Page>
  );
}
