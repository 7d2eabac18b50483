'use client';

import type { Webhook } from '@combogan/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys, webhooksQuery } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { DeliveryList } from './delivery-list.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';

/** While something is on its way, how it goes is asked for this often. */
const ASK_EVERY = 2_000;

const isMoving = (webhooks: readonly Webhook[]): boolean =>
  webhooks.some(({ deliveries }) => deliveries.some(({ state }) => state === 'waiting'));

/** Addresses of other programs that are told what happens. */
export function WebhookList() {
  const t = useTranslations('webhooks');
  const kindText = useTranslations('notifications');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Webhook | null>(null);
  const { data, error, refetch } = useQuery({
    ...webhooksQuery,
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.webhooks) ? ASK_EVERY : false),
  });
  const act = useMutation({
    mutationFn: ({ path, method }: { path: string; method: 'POST' | 'DELETE' }) => command(path, { method }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: keys.webhooks });
      setLeaving(null);
    },
  });
  return (
    <Panel
      title={t('title')}
      tools={
        <Button size="sm" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {t('add')}
        </Button>
      }
    >
      <div className="flex flex-col px-4 pt-2 pb-3 text-sm">
        <p className="max-w-prose text-muted">{t('help')}</p>
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        <ul className="divide-y divide-line">
          {data?.webhooks.map((webhook) => (
            <li key={webhook.id} className="flex flex-col gap-2 py-3">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <div className="min-w-48 flex-1">
                  <p className="font-mono text-xs">{webhook.url}</p>
                  <p className="text-muted text-xs">
                    {webhook.kinds.map((kind) => kindText(`short.${kind}`)).join(', ')}
                  </p>
                </div>
                <div className="flex gap-2">
                  <Button
                    size="sm"
                    pending={act.isPending && act.variables.path === paths.testWebhook(webhook.id)}
                    onClick={() => act.mutate({ path: paths.testWebhook(webhook.id), method: 'POST' })}
                  >
                    {t('test')}
                  </Button>
                  <Button
                    size="sm"
                    aria-label={t('deleteName', { url: webhook.url })}
                    onClick={() => setLeaving(webhook)}
                  >
                    {t('delete')}
                  </Button>
                </div>
              </div>
              <DeliveryList
                deliveries={webhook.deliveries}
                onRetry={(id) => act.mutate({ path: paths.retryDelivery(id), method: 'POST' })}
              />
            </li>
          ))}
        </ul>
      </div>
      <WebhookDialog open={adding} onOpenChange={setAdding} />
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setLeaving(null)}
          title={t('deleteTitle')}
          description={t('deleteHelp', { url: leaving.url })}
          confirm={t('delete')}
          keep={t('keep')}
          pending={act.isPending}
          onConfirm={() => act.mutate({ path: paths.webhook(leaving.id), method: 'DELETE' })}
        />
      ) : null}
    </Panel>
  );
}
