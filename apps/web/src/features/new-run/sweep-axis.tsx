'use client';

import { type OptionValue, RANGES } from '@combogan/contracts';
import { Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { FieldError, Input } from '../../components/ui/field.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { ToggleChip } from '../../components/ui/toggle-chip.tsx';
import { CHOICES } from './config-groups.ts';
import { useValueText } from './config-row.tsx';
import { parseValues } from './parse-values.ts';
import type { AxisDraft } from './sweep-draft.ts';

interface SweepAxisProps {
  axis: AxisDraft;
  wrong?: { value: OptionValue; message: string };
  onChange: (values: OptionValue[]) => void;
  onRemove: () => void;
}

/** Options whose default follows another: it can be a value of its own. */
const FOLLOWS: readonly string[] = ['loadSize', 'decayIterations'];

/** One option of a sweep and its values. */
export function SweepAxisRow({ axis: { field, values }, wrong, onChange, onRemove }: SweepAxisProps) {
  const t = useTranslations('sweepForm');
  const labels = useTranslations('config');
  const issues = useTranslations('issues');
  const valueText = useValueText();
  const text = (value: OptionValue) => (value === null ? t('default') : valueText(field, value as never));
  const label = labels(`${field}.label`);
  const toggle = (value: OptionValue) =>
    onChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value]);
  const closed: readonly OptionValue[] =
    field in CHOICES ? CHOICES[field as keyof typeof CHOICES] : field in RANGES ? [] : [false, true];
  const range = field in RANGES ? RANGES[field as keyof typeof RANGES] : null;
  const outside =
    wrong && range && typeof wrong.value === 'number' && (wrong.value < range.min || wrong.value > range.max);
  return (
    <fieldset className="flex flex-col gap-2 border-line border-t py-3">
      <legend className="sr-only">{label}</legend>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span aria-hidden className="min-w-36 font-medium text-sm max-sm:-order-2 max-sm:basis-[calc(100%-4rem)]">
          {label}
        </span>
        {closed.map((value) => (
          <ToggleChip key={String(value)} pressed={values.includes(value)} onToggle={() => toggle(value)}>
            {text(value)}
          </ToggleChip>
        ))}
        {FOLLOWS.includes(field) ? (
          <ToggleChip pressed={values.includes(null)} onToggle={() => toggle(null)}>
            {t('default')}
          </ToggleChip>
        ) : null}
        {range ? (
          <>
            <ul aria-label={t('valuesOf', { option: label })} className="contents">
              {values
                .filter((value) => value !== null)
                .map((value) => (
                  <li
                    key={String(value)}
                    className="flex h-7 items-center rounded-md border border-line pl-2 text-sm max-sm:h-10"
                  >
                    {text(value)}
                    <button
                      type="button"
                      aria-label={t('removeValue', { option: label, value: text(value) })}
                      onClick={() => toggle(value)}
                      className="grid h-full w-7 place-items-center text-faint hover:text-ink max-sm:w-10 [&_svg]:size-3"
                    >
                      <X aria-hidden />
                    </button>
                  </li>
                ))}
            </ul>
            <AddValues
              label={t('addTo', { option: label })}
              onAdd={(added) => onChange([...new Set([...values, ...added])])}
            />
          </>
        ) : null}
        <IconButton label={t('removeOption', { option: label })} onClick={onRemove} className="ml-auto max-sm:-order-1">
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {wrong ? (
        <FieldError id={`${field}-axis-error`}>
          {outside ? `${text(wrong.value)}: ${issues('range', { min: range.min, max: range.max })}` : wrong.message}
        </FieldError>
      ) : null}
    </fieldset>
  );
}

/** A place to type values into; Enter, or leaving it, adds them. */
function AddValues({ label, onAdd }: { label: string; onAdd: (values: number[]) => void }) {
  const t = useTranslations('sweepForm');
  const [typed, setTyped] = useState('');
  const { values, unread } = parseValues(typed);
  const add = () => {
    if (values.length > 0) onAdd(values);
    setTyped(unread.join(' '));
  };
  return (
    <span className="flex items-center gap-1">
      <Input
        aria-label={label}
        aria-invalid={typed !== '' && values.length === 0 ? true : undefined}
        value={typed}
        placeholder={t('placeholder')}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Enter adds values; it does not launch
          event.preventDefault();
          add();
        }}
        className="w-36"
      />
      <Button size="sm" disabled={values.length === 0} onClick={add}>
        {t('add')}
      </Button>
    </span>
  );
}
