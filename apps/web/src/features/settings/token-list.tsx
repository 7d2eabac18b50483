'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys, tokensQuery } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import { TokenDialog } from './token-dialog.tsx';

/** Personal tokens for scripts, to make and to revoke. */
export function TokenList() {
  const t = useTranslations('tokens');
  const format = useFormat();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery(tokensQuery);
  const revoke = useMutation({
    mutationFn: (id: string) => command(paths.token(id), { method: 'DELETE' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.tokens }),
  });
  return (
    <Panel
      title={t('title')}
      tools={
        <Button size="sm" onClick={() => setMaking(true)}>
          <Plus aria-hidden className="size-4" />
          {t('new')}
        </Button>
      }
    >
      <div className="px-4 pt-2 pb-3 text-sm">
        <p className="max-w-prose text-muted">
          {t('help')}{' '}
          <Link href="/docs/api" className="text-ink underline underline-offset-2">
            {t('docs')}
          </Link>
        </p>
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        {data?.tokens.length === 0 ? <p className="mt-3 text-muted">{t('none')}</p> : null}
        <ul className="mt-2 divide-y divide-line">
          {data?.tokens.map((token) => {
            const expired = Date.parse(token.expiresAt) <= Date.now();
            return (
              <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
                <div className="min-w-40 flex-1">
                  <p className="flex items-center gap-2 font-medium">
                    <span className="min-w-0 break-words">{token.name}</span>
                    <Badge>{t(`scope.${token.scope}`)}</Badge>
                    {expired ? <Badge tone="bad">{t('expired')}</Badge> : null}
                  </p>
                  <p className="text-muted text-xs">
                    {expired ? '' : `${t('until', { date: format.moment(token.expiresAt) })} · `}
                    {token.lastUsedAt ? (
                      <>
                        {t('used')} <TimeAgo at={token.lastUsedAt} />
                      </>
                    ) : (
                      t('unused')
                    )}
                  </p>
                </div>
                <Button
                  size="sm"
                  aria-label={t('revokeName', { name: token.name })}
                  pending={revoke.isPending && revoke.variables === token.id}
                  onClick={() => revoke.mutate(token.id)}
                >
                  {t('revoke')}
                </Button>
              </li>
            );
          })}
        </ul>
      </div>
      <TokenDialog open={making} onOpenChange={setMaking} />
    </Panel>
  );
}
