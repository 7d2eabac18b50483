'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Page } from '../../components/ui/page.tsx';

export function NoDomain() {
  const t = useTranslations('domains');
  return (
    <Page title={t('goneTitle')}>
      <p className="max-w-prose text-muted">{t('gone')}</p>
      <Button asChild className="self-start">
        <Link href="/domains">{t('toAll')}</Link>
      </Button>
    </Page>
  );
}
