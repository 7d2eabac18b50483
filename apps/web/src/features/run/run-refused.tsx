'use client';

import type { ApiError } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Page } from '../../components/ui/page.tsx';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** The server would not show this run. */
export function RunRefused({ error }: { error: ApiError }) {
  const t = useTranslations('run');
  const errorText = useErrorText();
  return (
    <Page title={error.code === 'not_found' ? t('goneTitle') : t('refusedTitle')}>
      <p className="max-w-prose text-muted">{error.code === 'not_found' ? t('gone') : errorText(error)}</p>
      <Button asChild className="self-start">
        <Link href="/">{t('toAll')}</Link>
      </Button>
    </Page>
  );
}
