'use client';

import { CreatedInvite, InviteRole, LIMITS } from '@combogan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { CopyLine } from '../../components/ui/copy-line.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Select } from '../../components/ui/select.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

const DAYS = ['1', String(LIMITS.inviteDaysDefault), String(LIMITS.inviteDays)] as const;

/** Makes an invite link, and shows it once. */
export function InviteDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('team');
  const common = useTranslations('common');
  const account = useTranslations('account');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [role, setRole] = useState<InviteRole>('member');
  const [days, setDays] = useState<(typeof DAYS)[number]>(DAYS[1]);
  const create = useMutation({
    mutationFn: () => request(CreatedInvite, paths.invites, { method: 'POST', body: { role, days: Number(days) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.invites }),
  });
  const close = () => {
    onOpenChange(false);
    create.reset();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={t('invite')}
      description={create.data ? t('linkHelp') : t('inviteHelp')}
    >
      {create.data ? (
        <>
          <CopyLine text={create.data.link} />
          <DialogActions>
            <Button variant="primary" onClick={close}>
              {t('done')}
            </Button>
          </DialogActions>
        </>
      ) : (
        <div className="flex flex-col gap-4">
          {create.error ? <Notice tone="bad" title={errorText(asApiError(create.error))} /> : null}
          <Field label={t('role')} help={t(`roleHelp.${role}`)}>
            {(control) => (
              <Select
                {...control}
                value={role}
                onChange={setRole}
                options={InviteRole.options.map((value) => ({ value, label: account(`role.${value}`) }))}
              />
            )}
          </Field>
          <Field label={t('validFor')} help={t('validForHelp')}>
            {(control) => (
              <Select
                {...control}
                value={days}
                onChange={setDays}
                options={DAYS.map((value) => ({ value, label: t('days', { count: Number(value) }) }))}
              />
            )}
          </Field>
          <DialogActions>
            <Button onClick={close}>{common('cancel')}</Button>
            <Button variant="primary" pending={create.isPending} onClick={() => create.mutate()}>
              {t('createLink')}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  );
}
