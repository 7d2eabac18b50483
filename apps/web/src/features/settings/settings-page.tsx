'use client';

import { useTranslations } from 'use-intl';
import { Page } from '../../components/ui/page.tsx';
import { SessionList } from './session-list.tsx';
import { TokenList } from './token-list.tsx';

/** What is a person's own: where they are signed in, and tokens for their scripts. */
export function SettingsPage() {
  const t = useTranslations('settings');
  return (
    <Page title={t('title')}>
      <div className="flex flex-col gap-4">
        <SessionList />
        <TokenList />
      </div>
    </Page>
  );
}
