import { clsx } from 'clsx';
import type { ComponentProps } from 'react';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends ComponentProps<'button'> {
  /** Accessible name, shown as a tooltip. */
  label: string;
}

export function IconButton({ label, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        className={clsx(
          'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors max-sm:size-11',
          'hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:text-faint/60 [&_svg]:size-4',
          className,
        )}
        {...rest}
      />
    </Tooltip>
  );
}
