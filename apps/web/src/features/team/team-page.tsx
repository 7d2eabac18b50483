'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Page } from '../../components/ui/page.tsx';
import { useMe } from '../../lib/me.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { InviteList } from './invite-list.tsx';
import { MemberList } from './member-list.tsx';
import { WebhookList } from './webhook-list.tsx';

/** Who belongs to the studio, and what an owner can do about it. */
export function TeamPage() {
  const t = useTranslations('team');
  const owner = useMe().role === 'owner';
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      title={t('title')}
      actions={
        owner ? (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {t('invite')}
          </Button>
        ) : null
      }
    >
      <MemberList />
      {owner ? <InviteList /> : null}
      {owner ? <WebhookList /> : null}
      {owner ? <InviteDialog open={inviting} onOpenChange={setInviting} /> : null}
    </Page>
  );
}
