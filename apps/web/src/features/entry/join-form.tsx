'use client';

import type { Invite } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { paths } from '../../lib/api/paths.ts';
import { AccountForm } from './account-form.tsx';
import { EntryNotice } from './entry-notice.tsx';

interface JoinFormProps {
  token: string;
  /** Null when the link does not work. */
  invite: Invite | null;
  signedInAs: string | null;
}

/** Makes the account that an invite is for. */
export function JoinForm({ token, invite, signedInAs }: JoinFormProps) {
  const t = useTranslations('join');
  if (signedInAs !== null)
    return (
      <EntryNotice
        heading={t('title')}
        title={t('signedIn', { name: signedInAs })}
        actions={
          <Button asChild>
            <Link href="/">{t('toStudio')}</Link>
          </Button>
        }
      >
        {t('signedInHelp')}
      </EntryNotice>
    );
  if (!invite)
    return (
      <EntryNotice
        heading={t('title')}
        title={t('dead')}
        actions={
          <Button asChild>
            <Link href="/sign-in">{t('toSignIn')}</Link>
          </Button>
        }
      >
        {t('deadHelp')}
      </EntryNotice>
    );
  return (
    <AccountForm
      title={t('title')}
      intro={t(`intro.${invite.role}`, { name: invite.createdBy })}
      path={paths.join}
      token={token}
    />
  );
}
