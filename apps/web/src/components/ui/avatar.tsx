import { clsx } from 'clsx';
import { initials } from '../../lib/initials.ts';

/** A person as their initials. Decoration: the name stands beside it or names what holds it. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx(
        'grid size-8 shrink-0 select-none place-items-center rounded-full border border-line bg-sunken font-semibold text-ink text-xs',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
