'use client';

import type { DomainDetail } from '@combogan/contracts';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

interface DeleteDomainDialogProps {
  domain: DomainDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Deletes a domain after asking; while runs point at it, says which instead (D5). */
export function DeleteDomainDialog({ domain, open, onOpenChange }: DeleteDomainDialogProps) {
  const t = useTranslations('domains');
  const common = useTranslations('common');
  const router = useRouter();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (domain.runs.length > 0) {
    return (
      <Dialog
        open={open}
        onOpenChange={onOpenChange}
        title={t('inUseTitle', { name: domain.name })}
        description={t('inUse')}
      >
        <ul className="flex max-h-60 flex-col gap-1 overflow-y-auto text-sm">
          {domain.runs.map((run) => (
            <li key={run.id}>
              <Link href={`/runs/${run.id}`} className="underline decoration-line-strong underline-offset-4">
                {run.name}
              </Link>
            </li>
          ))}
        </ul>
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>{common('close')}</Button>
        </DialogActions>
      </Dialog>
    );
  }
  const remove = async () => {
    setPending(true);
    setRefusal(null);
    try {
      await command(paths.domain(domain.id), { method: 'DELETE' });
      router.push('/domains');
      queries.removeQueries({ queryKey: keys.domain(domain.id) });
      void queries.invalidateQueries({ queryKey: keys.domains });
    } catch (thrown) {
      setRefusal(errorText(asApiError(thrown)));
      setPending(false);
    }
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('deleteTitle', { name: domain.name })}
      description={
        <>
          <p>{t('deleteHelp', { count: domain.trainCount + domain.probeCount })}</p>
          {refusal ? (
            <p role="alert" className="mt-2 text-bad-ink">
              {refusal}
            </p>
          ) : null}
        </>
      }
      confirm={t('delete')}
      keep={t('keep')}
      pending={pending}
      onConfirm={() => void remove()}
    />
  );
}
