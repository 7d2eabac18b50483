'use client';

import { type NumericRange, RANGES, type RunConfig } from '@combogan/contracts';
import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { FieldError } from '../../components/ui/field.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Switch } from '../../components/ui/switch.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { CHOICES, type ConfigField, UNITS } from './config-groups.ts';
import { NumberInput } from './number-input.tsx';

interface ConfigRowProps {
  field: ConfigField;
  /** What was entered; undefined while the default stands. */
  entered: string | boolean | undefined;
  /** The default, given the other options. */
  fallback: RunConfig[ConfigField];
  error?: string;
  /** Beside the control, e.g. the epochs. */
  note?: ReactNode;
  onChange: (value: string | boolean | undefined) => void;
}

/** One option: what it is called and means on the left, its value on the right. */
export function ConfigRow({ field, entered, fallback, error, note, onChange }: ConfigRowProps) {
  const t = useTranslations('config');
  const form = useTranslations('newRun');
  const id = useId();
  const label = t(`${field}.label`);
  const fallbackText = useValueText()(field, fallback);
  return (
    <div className="grid items-start gap-x-6 gap-y-2 border-line border-t py-3 first:border-t-0 sm:grid-cols-[minmax(0,1fr)_15rem]">
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        <p id={`${id}-help`} className="max-w-prose text-muted text-xs">
          {t(`${field}.help`)}
          {entered === undefined ? null : (
            <span className="text-faint"> {form('defaultIs', { value: fallbackText })}</span>
          )}
        </p>
      </div>
      <div className="flex flex-col gap-1">
        <div className="flex items-center gap-1">
          <div className="min-w-0 flex-1">
            <Control
              id={id}
              field={field}
              label={label}
              entered={entered}
              fallback={fallback}
              invalid={error !== undefined}
              onChange={onChange}
            />
          </div>
          {entered === undefined ? (
            <span className="size-8 max-sm:hidden" />
          ) : (
            <IconButton label={form('reset', { option: label })} onClick={() => onChange(undefined)}>
              <RotateCcw aria-hidden />
            </IconButton>
          )}
        </div>
        {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
        {note ? <p className="text-muted text-xs">{note}</p> : null}
      </div>
    </div>
  );
}

interface ControlProps extends Pick<ConfigRowProps, 'field' | 'entered' | 'fallback' | 'onChange'> {
  id: string;
  label: string;
  invalid: boolean;
}

function Control({ id, field, label, entered, fallback, invalid, onChange }: ControlProps) {
  const t = useTranslations('config');
  const units = useTranslations('unitNames');
  const described = invalid ? `${id}-error ${id}-help` : `${id}-help`;
  if (field === 'ganLoss') {
    return (
      <Segmented
        label={label}
        value={String(entered ?? fallback)}
        onChange={onChange}
        options={CHOICES.ganLoss.map((value) => ({ value, label: t(`ganLoss.${value}`) }))}
      />
    );
  }
  if (typeof fallback === 'boolean') {
    return (
      <Switch
        id={id}
        aria-describedby={described}
        checked={typeof entered === 'boolean' ? entered : fallback}
        onCheckedChange={onChange}
      />
    );
  }
  if (!(field in RANGES)) return null;
  const range: NumericRange = RANGES[field as keyof typeof RANGES];
  const unit = field in UNITS ? units(UNITS[field as keyof typeof UNITS]) : undefined;
  return (
    <NumberInput
      id={id}
      aria-describedby={described}
      aria-invalid={invalid ? true : undefined}
      value={String(entered ?? fallback)}
      isDefault={entered === undefined}
      range={range}
      unit={unit}
      onChange={onChange}
    />
  );
}

/** An option's value as text, in the reader's words. */
export function useValueText() {
  const t = useTranslations('config');
  const format = useFormat();
  return (field: ConfigField, value: RunConfig[ConfigField]): string => {
    if (typeof value === 'boolean') return t(value ? 'on' : 'off');
    if (field === 'ganLoss' && (value === 'lsgan' || value === 'bce')) return t(`ganLoss.${value}`);
    if (field === 'preset') return t('preset.paper');
    // a learning rate and a beta are read digit by digit; a count by its magnitude
    return typeof value === 'number' && Number.isInteger(value) && field !== 'seed'
      ? format.integer(value)
      : String(value);
  };
}
