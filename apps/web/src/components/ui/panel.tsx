import { clsx } from 'clsx';
import type { ReactNode } from 'react';

interface PanelProps {
  /** Heading; without one, `label` names the region. */
  title?: ReactNode;
  label?: string;
  tools?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Panel({ title, label, tools, className, children }: PanelProps) {
  return (
    <section aria-label={label} className={clsx('min-w-0 rounded-lg border border-line bg-surface', className)}>
      {title ? (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3">
          <h2 className="font-semibold text-base">{title}</h2>
          {tools}
        </header>
      ) : null}
      {children}
    </section>
  );
}
