'use client';

import { LIVE_FIELDS, type RunDetail, RunSummary, type TuneBody } from '@combogan/contracts';
import { useMutation } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import { allChanges, latestConfig } from './latest-config.ts';
import { useChangeText } from './use-change-text.ts';

/** What people changed, the newest first; the newest can be taken back by changing it back. */
export function TuneChanges({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const format = useFormat();
  const errorText = useErrorText();
  const changeText = useChangeText();
  const undo = useMutation({
    mutationFn: (body: TuneBody) => request(RunSummary, paths.tune(run.id), { method: 'POST', body }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
  });
  const newestFirst = allChanges(run).reverse();
  if (newestFirst.length === 0) return null;
  return (
    <section aria-label={t('tuneChanges')}>
      <h3 className="pb-1 font-medium text-sm">{t('tuneChanges')}</h3>
      <ol reversed className="text-sm">
        {newestFirst.map(({ number, iteration, changes, by }, place) => {
          const before = latestConfig(run, number);
          const back = Object.fromEntries(
            LIVE_FIELDS.flatMap((field) => (changes[field] === undefined ? [] : [[field, before[field]]])),
          );
          const when =
            iteration === null ? t('changeWaits') : t('changeFrom', { iteration: format.integer(iteration) });
          return (
            <li key={number} className="flex items-center justify-between gap-3 border-line border-t py-1.5">
              <span>
                {changeText(changes)}
                <span className="block text-faint text-xs">{[by, when].filter(Boolean).join(' · ')}</span>
              </span>
              {place === 0 && changes.iterations === undefined ? (
                <IconButton label={t('tuneUndo')} disabled={undo.isPending} onClick={() => undo.mutate(back)}>
                  <Undo2 aria-hidden />
                </IconButton>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
