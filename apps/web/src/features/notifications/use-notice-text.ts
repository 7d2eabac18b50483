import type { Notification } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { useFormat } from '../../lib/format/use-format.ts';

/** What a notification says in one sentence. */
export function useNoticeText(): (notification: Pick<Notification, 'kind' | 'notice'>) => string {
  const t = useTranslations('notifications');
  const format = useFormat();
  return ({ kind, notice: { run, by, iteration } }) =>
    t(`says.${kind}`, { run: run.name, name: by?.name ?? '', iteration: format.integer(iteration ?? 0) });
}
