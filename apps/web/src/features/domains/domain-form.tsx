'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { z } from 'zod';
import { Button } from '../../components/ui/button.tsx';
import { DialogActions } from '../../components/ui/dialog.tsx';
import { Field, Input, Textarea } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFieldErrors } from '../../lib/forms/use-field-errors.ts';

interface DomainFormProps<T extends z.ZodType> {
  schema: T;
  initial?: { name: string; description: string };
  submitLabel: string;
  submit: (body: z.output<T>) => Promise<void>;
  onCancel: () => void;
}

/** Name and description of a domain, new or known. */
export function DomainForm<T extends z.ZodType>({
  schema,
  initial,
  submitLabel,
  submit,
  onCancel,
}: DomainFormProps<T>) {
  const t = useTranslations('domains');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { errors, check, refuse } = useFieldErrors(['name', 'description'] as const);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = check(schema, { name: String(form.get('name')), description: String(form.get('description')) });
    if (!body) return;
    setPending(true);
    setRefusal(null);
    try {
      await submit(body);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (!refuse(error)) setRefusal(errorText(error));
      setPending(false);
    }
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      {refusal ? <Notice tone="bad" title={refusal} /> : null}
      <Field label={t('name')} error={errors.name}>
        {(control) => <Input {...control} name="name" defaultValue={initial?.name} autoComplete="off" />}
      </Field>
      <Field label={t('description')} error={errors.description}>
        {(control) => <Textarea {...control} name="description" defaultValue={initial?.description} />}
      </Field>
      <DialogActions>
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" pending={pending}>
          {submitLabel}
        </Button>
      </DialogActions>
    </form>
  );
}
