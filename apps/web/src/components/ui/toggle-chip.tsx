import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface ToggleChipProps {
  pressed: boolean;
  onToggle: () => void;
  /** CSS colour of its swatch, when it stands for a domain. */
  color?: string;
  children: ReactNode;
}

/** A legend entry that shows or hides what it names. */
export function ToggleChip({ pressed, onToggle, color, children }: ToggleChipProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onToggle}
      className={clsx(
        'inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs transition-colors hover:bg-hover max-sm:h-10',
        pressed ? 'text-ink' : 'text-faint line-through decoration-line-strong',
      )}
    >
      {color ? (
        <span
          aria-hidden
          className="size-2.5 rounded-xs border-[1.5px]"
          style={{ borderColor: color, background: pressed ? color : 'transparent' }}
        />
      ) : (
        <span
          aria-hidden
          className={clsx('size-2.5 rounded-xs border-[1.5px] border-line-strong', pressed && 'border-ink bg-ink')}
        />
      )}
      {children}
    </button>
  );
}
