'use client';

import { useTranslations } from 'use-intl';
import { Page } from '../../components/ui/page.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import { SessionList } from './session-list.tsx';
import { TokenList } from './token-list.tsx';

/** What is a person's own: what they are told, how pages look, where they are signed in, and tokens for their scripts. */
export function SettingsPage() {
  const t = useTranslations('settings');
  return (
    <Page title={t('title')}>
      <div className="flex flex-col gap-4">
        <NotificationSettings />
        <AppearanceSettings />
        <SessionList />
        <TokenList />
      </div>
    </Page>
  );
}
