'use client';

import type { Member } from '@combogan/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Avatar } from '../../components/ui/avatar.tsx';
import { Button } from '../../components/ui/button.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { membersQuery } from '../../lib/api/queries.ts';
import { useMe } from '../../lib/me.tsx';
import { RemoveMember } from './remove-member.tsx';
import { RoleSelect } from './role-select.tsx';

export function MemberList() {
  const t = useTranslations('team');
  const { data, error, refetch } = useQuery(membersQuery);
  const [leaving, setLeaving] = useState<Member | null>(null);
  return (
    <Panel title={t('members')}>
      <div className="px-4 pt-2 pb-3">
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton className="h-24" /> : null}
        <ul className="divide-y divide-line">
          {data?.members.map((member) => (
            <MemberRow key={member.id} member={member} onRemove={() => setLeaving(member)} />
          ))}
        </ul>
      </div>
      {leaving ? <RemoveMember member={leaving} onClose={() => setLeaving(null)} /> : null}
    </Panel>
  );
}

function MemberRow({ member, onRemove }: { member: Member; onRemove: () => void }) {
  const t = useTranslations('team');
  const account = useTranslations('account');
  const me = useMe();
  const self = member.id === me.id;
  const owner = me.role === 'owner';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
      <Avatar name={member.name} />
      <div className="min-w-40 flex-1">
        <p className="font-medium text-sm">
          {member.name}
          {self ? <span className="font-normal text-faint"> {t('you')}</span> : null}
        </p>
        <p className="text-muted text-xs">{member.email}</p>
      </div>
      <p className="text-faint text-xs max-sm:hidden">
        {t('joined')} <TimeAgo at={member.joinedAt} />
      </p>
      {owner ? (
        <RoleSelect member={member} />
      ) : (
        <p className="w-28 text-muted text-sm">{account(`role.${member.role}`)}</p>
      )}
      {owner ? (
        <Button size="sm" disabled={self} aria-label={t('removeName', { name: member.name })} onClick={onRemove}>
          {t('remove')}
        </Button>
      ) : null}
    </li>
  );
}
