'use client';

import { type Delivery, WEBHOOK_ATTEMPTS } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';

const TONES = { waiting: 'warn', delivered: 'live', failed: 'bad' } as const;

/** The last messages to a webhook and how they went. */
export function DeliveryList({
  deliveries,
  onRetry,
}: {
  deliveries: readonly Delivery[];
  onRetry: (id: string) => void;
}) {
  const t = useTranslations('webhooks');
  const kindText = useTranslations('notifications');
  const [last] = deliveries;
  if (!last) return <p className="text-faint text-xs">{t('neverCalled')}</p>;
  return (
    <details open={last.state === 'failed'}>
      <summary className="w-fit cursor-pointer text-muted text-xs">
        {t('deliveries', { count: deliveries.length })}
      </summary>
      <ul className="mt-1 max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {deliveries.map((delivery) => (
          <li key={delivery.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-xs">
            <Badge tone={TONES[delivery.state]}>{t(`state.${delivery.state}`)}</Badge>
            <span>{delivery.kind === 'test' ? t('testMessage') : kindText(`short.${delivery.kind}`)}</span>
            <span className="text-muted">
              {delivery.lastStatus === null ? delivery.lastError : t('status', { status: delivery.lastStatus })}
            </span>
            <span className="text-faint">
              {t('attempts', { count: delivery.attempts, most: WEBHOOK_ATTEMPTS })} ·{' '}
              <TimeAgo at={delivery.createdAt} />
            </span>
            {delivery.state === 'failed' ? (
              <Button size="sm" className="ml-auto" onClick={() => onRetry(delivery.id)}>
                {t('sendAgain')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
