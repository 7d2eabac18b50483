import type { ReactNode } from 'react';
import { Notice } from '../../components/ui/notice.tsx';

interface EntryNoticeProps {
  heading: string;
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** Why there is no form here, and what to do instead. */
export function EntryNotice({ heading, title, actions, children }: EntryNoticeProps) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{heading}</h1>
      <Notice tone="warn" title={title}>
        {children}
      </Notice>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
