'use client';

import { useTranslations } from 'use-intl';
import { paths } from '../../lib/api/paths.ts';
import { AccountForm } from './account-form.tsx';
import { EntryNotice } from './entry-notice.tsx';

/** Creates the owner. The token comes with the link that the first start printed. */
export function SetupForm({ token }: { token: string }) {
  const t = useTranslations('setup');
  if (!token)
    return (
      <EntryNotice heading={t('title')} title={t('noToken')}>
        {t('noTokenHelp')}
      </EntryNotice>
    );
  return <AccountForm title={t('title')} intro={t('intro')} path={paths.setup} token={token} />;
}
