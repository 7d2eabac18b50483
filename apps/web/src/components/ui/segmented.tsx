'use client';

import { ToggleGroup } from 'radix-ui';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(picked) => {
        const option = options.find((o) => o.value === picked);
        if (option) onChange(option.value);
      }}
      className="inline-flex h-7 shrink-0 rounded-md border border-line-strong/50 p-px max-sm:h-10"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="rounded-[5px] px-2 text-muted text-xs hover:text-ink data-[state=on]:bg-ink data-[state=on]:text-on-ink max-sm:px-3"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
