import { clsx } from 'clsx';

/** The place of something that is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={clsx('animate-shimmer rounded-md bg-sunken', className)} />;
}
