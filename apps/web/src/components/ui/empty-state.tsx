import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <section className="flex flex-col items-start gap-3 rounded-lg border border-line-strong/50 border-dashed px-6 py-8 max-sm:px-4">
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="max-w-prose text-muted">{children}</div>
      {actions ? <div className="mt-1 flex flex-wrap gap-2">{actions}</div> : null}
    </section>
  );
}
