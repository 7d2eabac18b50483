'use client';

import { useTranslations } from 'use-intl';
import { Page } from '../../components/ui/page.tsx';
import { SessionList } from './session-list.tsx';

/** What is a person's own: where they are signed in. */
export function SettingsPage() {
  const t = useTranslations('settings');
  return (
    <Page title={t('title')}>
      <SessionList />
    </Page>
  );
}
