'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys, sessionsQuery } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { browserOf } from './browser-of.ts';

/** Where one is signed in, to end what should not be. */
export function SessionList() {
  const t = useTranslations('sessions');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (path: string) => command(path, { method: 'DELETE' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  });
  const others = data?.sessions.filter(({ current }) => !current).length ?? 0;
  return (
    <Panel
      title={t('title')}
      tools={
        others > 1 ? (
          <Button size="sm" onClick={() => end.mutate(paths.sessions)}>
            {t('endOthers')}
          </Button>
        ) : null
      }
    >
      <div className="px-4 pt-2 pb-3 text-sm">
        <p className="max-w-prose text-muted">{t('help')}</p>
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        <ul className="mt-2 divide-y divide-line">
          {data?.sessions.map((session) => {
            const { browser, system } = browserOf(session.agent ?? '');
            const name = [browser, system].filter(Boolean).join(' · ') || t('unknown');
            return (
              <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
                <div className="min-w-40 flex-1">
                  <p className="flex items-center gap-2 font-medium" title={session.agent ?? undefined}>
                    {name}
                    {session.current ? <Badge tone="live">{t('current')}</Badge> : null}
                  </p>
                  <p className="text-muted text-xs">
                    {session.address ? `${session.address} · ` : ''}
                    {t('since')} <TimeAgo at={session.createdAt} />
                  </p>
                </div>
                {session.current ? null : (
                  <Button
                    size="sm"
                    aria-label={t('endName', { name })}
                    pending={end.isPending && end.variables === paths.session(session.id)}
                    onClick={() => end.mutate(paths.session(session.id))}
                  >
                    {t('end')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </Panel>
  );
}
