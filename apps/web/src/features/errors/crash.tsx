'use client';

import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Page } from '../../components/ui/page.tsx';

/** A page broke. What the server is doing is not affected, and it says so. */
export function Crash({ retry }: { retry: () => void }) {
  const t = useTranslations('errors');
  return (
    <Page title={t('crashTitle')}>
      <p className="max-w-prose text-muted">{t('crash')}</p>
      <Button className="self-start" onClick={retry}>
        {t('retry')}
      </Button>
    </Page>
  );
}
