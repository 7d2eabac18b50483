'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Field, Input } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

export function SignInForm({ returnTo }: { returnTo: string }) {
  const t = useTranslations('signIn');
  const errorText = useErrorText();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(null);
    try {
      await command(paths.signIn, {
        method: 'POST',
        body: { email: String(form.get('email')), password: String(form.get('password')) },
      });
      window.location.assign(returnTo);
    } catch (thrown) {
      const error = asApiError(thrown);
      setRefusal(error.code === 'unauthenticated' ? t('wrong') : errorText(error));
      setPending(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{t('title')}</h1>
      {refusal ? <Notice tone="bad" title={refusal} /> : null}
      <Field label={t('email')}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label={t('password')}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" variant="primary" pending={pending}>
        {t('submit')}
      </Button>
    </form>
  );
}
