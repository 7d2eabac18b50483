'use client';

import { LIMITS, SetupBody } from '@combogan/contracts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Field, Input } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFieldErrors } from '../../lib/forms/use-field-errors.ts';

const FIELDS = ['name', 'email', 'password'] as const;

interface AccountFormProps {
  title: string;
  intro: ReactNode;
  /** Where the account is made, with the token that allows it. */
  path: string;
  token: string;
}

/** Name, email and password of a new account; signs in with it. */
export function AccountForm({ title, intro, path, token }: AccountFormProps) {
  const t = useTranslations('accountForm');
  const errorText = useErrorText();
  const { errors, check, refuse } = useFieldErrors(FIELDS);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { token, ...Object.fromEntries(FIELDS.map((field) => [field, String(form.get(field))])) };
    setRefusal(null);
    const parsed = check(SetupBody, body);
    if (!parsed) return;
    setPending(true);
    try {
      await command(path, { method: 'POST', body: parsed });
      window.location.assign('/');
    } catch (thrown) {
      const error = asApiError(thrown);
      if (!refuse(error)) setRefusal(errorText(error));
      setPending(false);
    }
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        <h1 className="font-semibold text-2xl tracking-[-0.02em]">{title}</h1>
        <p className="text-muted">{intro}</p>
      </div>
      {refusal ? <Notice tone="bad" title={refusal} /> : null}
      <Field label={t('name')} error={errors.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" />}
      </Field>
      <Field label={t('email')} error={errors.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" />}
      </Field>
      <Field
        label={t('password')}
        error={errors.password}
        help={errors.password ? null : t('passwordRule', { min: LIMITS.passwordMin, max: LIMITS.passwordMax })}
      >
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" variant="primary" pending={pending}>
        {t('submit')}
      </Button>
    </form>
  );
}
