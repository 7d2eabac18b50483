import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { inputLook } from './field.tsx';

interface SelectProps<T extends string> extends Omit<ComponentProps<'select'>, 'onChange' | 'value'> {
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** One of a few, folded away. The browser's own, so that it works everywhere. */
export function Select<T extends string>({ value, options, onChange, className, ...rest }: SelectProps<T>) {
  return (
    <select
      {...rest}
      value={value}
      onChange={(event) => {
        const option = options.find((o) => o.value === event.target.value);
        if (option) onChange(option.value);
      }}
      className={clsx(inputLook, className)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
