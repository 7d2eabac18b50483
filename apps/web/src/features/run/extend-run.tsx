'use client';

import { configAt, ExtendBody, RANGES, type RunDetail, RunSummary } from '@combogan/contracts';
import { ListPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogActions } from '../../components/ui/dialog.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFieldErrors } from '../../lib/forms/use-field-errors.ts';
import { useMayEdit } from '../../lib/me.tsx';
import { NumberInput } from '../new-run/number-input.tsx';

const FIELDS = ['iterations', 'learningRate', 'decayIterations'] as const;

/** Gives a finished run more iterations, from its last checkpoint on. */
export function ExtendRun({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const [open, setOpen] = useState(false);
  if (!useMayEdit()) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <ListPlus aria-hidden />
        {t('extend')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('extendTitle', { name: run.name })}
        description={t('extendHelp')}
      >
        <ExtendForm run={run} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function ExtendForm({ run, close }: { run: RunDetail; close: () => void }) {
  const t = useTranslations('run');
  const labels = useTranslations('config');
  const common = useTranslations('common');
  const errorText = useErrorText();
  const { learningRate } = configAt(run.config, run.changes, run.iterations);
  const [values, setValues] = useState({
    iterations: String(run.config.iterations),
    learningRate: String(learningRate),
    decayIterations: '0',
  });
  const { errors, check, refuse } = useFieldErrors(FIELDS);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const body = check(ExtendBody, Object.fromEntries(FIELDS.map((field) => [field, Number(values[field])])));
    if (!body) return;
    setPending(true);
    setRefusal(null);
    try {
      await request(RunSummary, paths.extend(run.id), { method: 'POST', body });
      close();
    } catch (thrown) {
      const error = asApiError(thrown);
      if (!refuse(error)) setRefusal(errorText(error));
      setPending(false);
    }
  };
  const label = {
    iterations: t('extendBy'),
    learningRate: labels('learningRate.label'),
    decayIterations: t('extendDecay'),
  };
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      {refusal ? <Notice tone="bad" title={refusal} /> : null}
      {FIELDS.map((field) => (
        <Field key={field} label={label[field]} error={errors[field]}>
          {(control) => (
            <NumberInput
              {...control}
              value={values[field]}
              isDefault={false}
              range={RANGES[field]}
              onChange={(value) => setValues({ ...values, [field]: value })}
            />
          )}
        </Field>
      ))}
      <DialogActions>
        <Button onClick={close}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" pending={pending}>
          {t('extend')}
        </Button>
      </DialogActions>
    </form>
  );
}
