'use client';

import { isEnded, SweepChange, type SweepDetail } from '@combogan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, RotateCw, Spline } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useMayEdit } from '../../lib/me.tsx';
import { comparePath, RUNS_MAX } from '../compare/compare-path.ts';
import { differingFields, type Row } from './compare.ts';
import { sweepCsv } from './csv.ts';

/** What can be done with a sweep as a whole. */
export function SweepActions({ sweep, rows }: { sweep: SweepDetail; rows: readonly Row[] }) {
  const t = useTranslations('sweep');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const mayEdit = useMayEdit();
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (path: string) => request(SweepChange, path, { method: 'POST' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: keys.sweep(sweep.id) });
      void queries.invalidateQueries({ queryKey: keys.runs });
    },
  });
  const open = sweep.runs.filter(({ state }) => !isEnded(state)).length;
  const lost = sweep.runs.filter(({ state }) => state === 'failed' || state === 'cancelled').length;
  const download = () => {
    const csv = sweepCsv(rows, differingFields(sweep.runs));
    const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `${sweep.name}.csv` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      {mayEdit && lost > 0 ? (
        <Button pending={change.isPending} onClick={() => change.mutate(paths.relaunchSweep(sweep.id))}>
          <RotateCw aria-hidden />
          {t('again', { count: lost })}
        </Button>
      ) : null}
      <Button asChild>
        <Link href={comparePath(sweep.runs.slice(0, RUNS_MAX).map(({ id }) => id))}>
          <Spline aria-hidden />
          {sweep.runs.length > RUNS_MAX ? t('firstCurves', { count: RUNS_MAX }) : t('curves')}
        </Link>
      </Button>
      <Button onClick={download}>
        <Download aria-hidden />
        {t('csv')}
      </Button>
      {mayEdit && open > 0 ? <Button onClick={() => setAsking(true)}>{t('cancelAll')}</Button> : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('cancelTitle', { name: sweep.name })}
        description={t('cancelHelp', { count: open })}
        confirm={t('cancelAll')}
        keep={t('keep')}
        pending={change.isPending}
        onConfirm={() => change.mutate(paths.cancelSweep(sweep.id))}
      />
    </>
  );
}
