import { clsx } from 'clsx';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Spinner } from './spinner.tsx';

const VARIANTS = {
  primary: 'bg-ink text-on-ink hover:bg-ink/88 disabled:bg-ink/40',
  secondary: 'border border-line-strong/60 bg-surface text-ink hover:bg-hover disabled:text-faint',
  ghost: 'text-muted hover:bg-hover hover:text-ink disabled:text-faint',
  danger: 'bg-bad text-on-ink hover:bg-bad/88 disabled:bg-bad/50',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS;
  size?: 'sm' | 'md';
  /** Shows that the action is under way and refuses another click. */
  pending?: boolean;
  /** Gives the look to its only child, e.g. a link. */
  asChild?: boolean;
}

export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  asChild = false,
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const look = clsx(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors',
    'disabled:cursor-not-allowed [&_svg]:size-4 [&_svg]:shrink-0',
    size === 'sm' ? 'h-7 px-2.5 text-xs max-sm:h-10' : 'h-8 px-3 text-sm max-sm:h-11 max-sm:px-4',
    VARIANTS[variant],
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={look} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={look} disabled={disabled || pending} aria-busy={pending || undefined} {...rest}>
      {pending ? <Spinner /> : null}
      {children}
    </button>
  );
}
