import type { ReactNode } from 'react';

/** Figures of a run side by side, each under its name. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className="flex flex-wrap gap-x-8 gap-y-3 max-sm:gap-x-6">{children}</dl>;
}

export function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="text-sm">{children}</dd>
    </div>
  );
}
