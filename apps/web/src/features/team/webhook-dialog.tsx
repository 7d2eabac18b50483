'use client';

import { CreatedWebhook, CreateWebhookBody, NotificationKind } from '@combogan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { CopyLine } from '../../components/ui/copy-line.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { Field, FieldError, Input } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { ToggleChip } from '../../components/ui/toggle-chip.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFieldErrors } from '../../lib/forms/use-field-errors.ts';

/** Adds a webhook, and shows its secret once. */
export function WebhookDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('webhooks');
  const common = useTranslations('common');
  const kindText = useTranslations('notifications');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { errors, check, refuse } = useFieldErrors(['url', 'kinds'] as const);
  const [kinds, setKinds] = useState<ReadonlySet<NotificationKind>>(new Set(NotificationKind.options));
  const [refusal, setRefusal] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: (body: CreateWebhookBody) => request(CreatedWebhook, paths.webhooks, { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.webhooks }),
    onError: (thrown) => {
      const error = asApiError(thrown);
      if (!refuse(error)) setRefusal(errorText(error));
    },
  });
  const close = () => {
    onOpenChange(false);
    create.reset();
    setRefusal(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setRefusal(null);
    const url = String(new FormData(event.currentTarget).get('url')).trim();
    const body = check(CreateWebhookBody, { url, kinds: NotificationKind.options.filter((kind) => kinds.has(kind)) });
    if (body) create.mutate(body);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={t('add')}
      description={create.data ? t('secretHelp') : t('addHelp')}
    >
      {create.data ? (
        <>
          <CopyLine text={create.data.secret} />
          <DialogActions>
            <Button variant="primary" onClick={close}>
              {t('done')}
            </Button>
          </DialogActions>
        </>
      ) : (
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          {refusal ? <Notice tone="bad" title={refusal} /> : null}
          <Field label={t('url')} error={errors.url}>
            {(control) => <Input {...control} name="url" type="url" autoComplete="off" />}
          </Field>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="font-medium text-sm">{t('kinds')}</legend>
            <div className="-mx-2 flex flex-wrap">
              {NotificationKind.options.map((kind) => (
                <ToggleChip
                  key={kind}
                  pressed={kinds.has(kind)}
                  onToggle={() =>
                    setKinds(
                      (all) => new Set(NotificationKind.options.filter((k) => (k === kind ? !all.has(k) : all.has(k)))),
                    )
                  }
                >
                  {kindText(`short.${kind}`)}
                </ToggleChip>
              ))}
            </div>
            {errors.kinds ? <FieldError id="webhook-kinds-error">{errors.kinds}</FieldError> : null}
          </fieldset>
          <DialogActions>
            <Button onClick={close}>{common('cancel')}</Button>
            <Button type="submit" variant="primary" pending={create.isPending}>
              {t('add')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
