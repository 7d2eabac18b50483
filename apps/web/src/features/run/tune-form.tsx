'use client';

import { LIVE_FIELDS, type LiveField, RANGES, type RunDetail, RunSummary, TuneBody } from '@combogan/contracts';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFieldErrors } from '../../lib/forms/use-field-errors.ts';
import { NumberInput } from '../new-run/number-input.tsx';
import { latestConfig } from './latest-config.ts';

/** The values that can be changed while the run trains. A loss that was off at launch is not computed and stays off. */
export function TuneForm({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const labels = useTranslations('config');
  const errorText = useErrorText();
  const now = latestConfig(run);
  const [entered, setEntered] = useState<Partial<Record<LiveField, string>>>({});
  const { errors, check, refuse } = useFieldErrors(LIVE_FIELDS);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const fields = LIVE_FIELDS.filter((field) => run.config[field] > 0);
  const off = LIVE_FIELDS.filter((field) => run.config[field] === 0);
  const changed = fields.filter((field) => entered[field] !== undefined && Number(entered[field]) !== now[field]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = check(TuneBody, Object.fromEntries(changed.map((field) => [field, Number(entered[field])])));
    if (!body) return;
    setPending(true);
    setRefusal(null);
    try {
      await request(RunSummary, paths.tune(run.id), { method: 'POST', body });
    } catch (thrown) {
      const error = asApiError(thrown);
      if (!refuse(error)) setRefusal(errorText(error));
    }
    setPending(false);
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      {refusal ? <Notice tone="bad" title={refusal} /> : null}
      {fields.map((field) => (
        <Field key={field} label={labels(`${field}.label`)} error={errors[field]}>
          {(control) => (
            <NumberInput
              {...control}
              value={entered[field] ?? String(now[field])}
              isDefault={false}
              range={RANGES[field]}
              onChange={(value) => setEntered({ ...entered, [field]: value })}
            />
          )}
        </Field>
      ))}
      {off.length > 0 ? (
        <p className="text-muted text-xs">
          {t('tuneOff', { options: off.map((field) => labels(`${field}.label`)).join(', ') })}
        </p>
      ) : null}
      <Button type="submit" variant="primary" pending={pending} disabled={changed.length === 0} className="self-end">
        {t('tuneApply')}
      </Button>
    </form>
  );
}
