'use client';

import { CreatedToken, LIMITS, TokenScope } from '@combogan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { CopyLine } from '../../components/ui/copy-line.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { Field, Input } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { Select } from '../../components/ui/select.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

const DAYS = ['7', String(LIMITS.tokenDaysDefault), '365'] as const;

/** Makes a personal token, and shows it once. */
export function TokenDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('tokens');
  const common = useTranslations('common');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<TokenScope>('write');
  const [days, setDays] = useState<(typeof DAYS)[number]>(DAYS[1]);
  const create = useMutation({
    mutationFn: () =>
      request(CreatedToken, paths.tokens, { method: 'POST', body: { name, scope, days: Number(days) } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.tokens }),
  });
  const close = () => {
    onOpenChange(false);
    setName('');
    create.reset();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={t('new')}
      description={create.data ? t('once') : t('newHelp')}
    >
      {create.data ? (
        <>
          <CopyLine text={create.data.token} />
          <DialogActions>
            <Button variant="primary" onClick={close}>
              {t('done')}
            </Button>
          </DialogActions>
        </>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          {create.error ? <Notice tone="bad" title={errorText(asApiError(create.error))} /> : null}
          <Field label={t('name')} help={t('nameHelp')}>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={LIMITS.nameLength}
                required
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('may')} help={t(`scopeHelp.${scope}`)}>
            {(control) => (
              <Select
                {...control}
                value={scope}
                onChange={setScope}
                options={TokenScope.options.map((value) => ({ value, label: t(`scope.${value}`) }))}
              />
            )}
          </Field>
          <Field label={t('validFor')}>
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
            <Button variant="primary" type="submit" disabled={name.trim() === ''} pending={create.isPending}>
              {t('create')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
