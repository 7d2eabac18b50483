'use client';

import { clsx } from 'clsx';
import { Slider as Radix } from 'radix-ui';

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** What the value means in words, for assistive technology. */
  valueText?: string;
  disabled?: boolean;
  className?: string;
  onChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step = 1, valueText, disabled, className, onChange }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className={clsx('relative flex h-7 touch-none select-none items-center max-sm:h-11', className)}
    >
      <Radix.Track className="relative h-1 grow rounded-xs bg-line-strong/40">
        <Radix.Range className="absolute h-full rounded-xs bg-ink" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block h-4 w-2.5 rounded-xs border border-surface bg-ink shadow-raised max-sm:h-6 max-sm:w-4 data-[disabled]:bg-line-strong"
      />
    </Radix.Root>
  );
}
