'use client';

import { type RunDetail, RunSummary } from '@combogan/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import { useMayEdit } from '../../lib/me.tsx';

/** Ends a run that has not ended, after asking. */
export function CancelRun({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const format = useFormat();
  const errorText = useErrorText();
  const mayEdit = useMayEdit();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => request(RunSummary, paths.cancel(run.id), { method: 'POST' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => setAsking(false),
  });
  if (!mayEdit) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('cancel')}</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cancelTitle', { name: run.name })}
        description={t('cancelHelp', { iteration: format.integer(run.progress.iteration) })}
        confirm={t('cancel')}
        keep={t('keepTraining')}
        pending={cancel.isPending}
        onConfirm={() => cancel.mutate()}
      />
    </>
  );
}
