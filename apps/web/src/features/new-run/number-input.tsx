'use client';

import type { NumericRange } from '@combogan/contracts';
import { clsx } from 'clsx';
import type { KeyboardEvent } from 'react';
import { inputLook } from '../../components/ui/field.tsx';
import { stepped } from './stepped.ts';

interface NumberInputProps {
  id: string;
  value: string;
  /** Shown quietly: nobody has chosen it. */
  isDefault: boolean;
  range: NumericRange;
  unit?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  onChange: (value: string) => void;
}

/** A number with its unit. Arrow keys step it, with Shift by ten steps; any text may stand in it and is judged elsewhere. */
export function NumberInput({ value, isDefault, range, unit, onChange, ...rest }: NumberInputProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    onChange(stepped(value, direction * (event.shiftKey ? 10 : 1), range));
  };
  const number = Number(value);
  return (
    <div className="relative">
      <input
        {...rest}
        role="spinbutton"
        inputMode={range.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        aria-valuenow={Number.isFinite(number) ? number : undefined}
        aria-valuemin={range.min}
        aria-valuemax={range.max}
        aria-valuetext={value}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className={clsx(inputLook, isDefault && 'text-muted', unit && 'pr-20')}
      />
      {unit ? (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-faint text-xs"
        >
          {unit}
        </span>
      ) : null}
    </div>
  );
}
