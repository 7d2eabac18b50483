'use client';

import { NotificationKind, Preferences } from '@combogan/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { Switch } from '../../components/ui/switch.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys, preferencesQuery } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** Which notifications one wants. */
export function NotificationSettings() {
  const t = useTranslations('notifications');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { data, error, refetch } = useQuery(preferencesQuery);
  const save = useMutation({
    mutationFn: (body: Preferences) => request(Preferences, paths.preferences, { method: 'PUT', body }),
    onMutate: (next) => queries.setQueryData(keys.preferences, next),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.preferences }),
  });
  const muted = new Set(data?.muted);
  return (
    <Panel title={t('title')}>
      <div className="px-4 pt-2 pb-3 text-sm">
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        <ul className="max-w-xl divide-y divide-line">
          {NotificationKind.options.map((kind) => (
            <li key={kind} className="flex items-center justify-between gap-4 py-2">
              <label htmlFor={`notify-${kind}`}>{t(`kinds.${kind}`)}</label>
              <Switch
                id={`notify-${kind}`}
                checked={!muted.has(kind)}
                disabled={!data}
                onCheckedChange={(wanted) =>
                  save.mutate({
                    muted: NotificationKind.options.filter((k) => (k === kind ? !wanted : muted.has(k))),
                  })
                }
              />
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
