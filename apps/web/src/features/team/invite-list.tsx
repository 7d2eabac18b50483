'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { invitesQuery, keys } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** Links that still wait for someone. */
export function InviteList() {
  const t = useTranslations('team');
  const account = useTranslations('account');
  const formatter = useFormatter();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { data, error, refetch } = useQuery(invitesQuery);
  const revoke = useMutation({
    mutationFn: (id: string) => command(paths.invite(id), { method: 'DELETE' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.invites }),
  });
  return (
    <Panel title={t('invites')}>
      <div className="px-4 pt-2 pb-3 text-sm">
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        {data?.invites.length === 0 ? <p className="text-muted">{t('noInvites')}</p> : null}
        <ul className="divide-y divide-line">
          {data?.invites.map((invite) => (
            <li key={invite.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <span className="w-20 font-medium">{account(`role.${invite.role}`)}</span>
              <span className="min-w-40 flex-1 text-muted text-xs">
                {t('invitedBy', { name: invite.createdBy })} · <TimeAgo at={invite.createdAt} /> ·{' '}
                {t('expires', { date: formatter.dateTime(new Date(invite.expiresAt), { dateStyle: 'medium' }) })}
              </span>
              <Button
                size="sm"
                pending={revoke.isPending && revoke.variables === invite.id}
                onClick={() => revoke.mutate(invite.id)}
              >
                {t('revoke')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
