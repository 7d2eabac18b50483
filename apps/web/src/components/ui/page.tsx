import type { ReactNode } from 'react';

interface PageProps {
  title: ReactNode;
  /** Beside the title. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: its heading, its actions, its content. */
export function Page({ title, aside, actions, children }: PageProps) {
  return (
    <main id="content" className="mx-auto flex w-full max-w-[90rem] flex-col gap-6 px-6 py-6 max-sm:gap-5 max-sm:px-4">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 font-semibold text-xl tracking-[-0.01em]">{title}</h1>
          {aside}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      {children}
    </main>
  );
}
