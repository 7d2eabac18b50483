import { clsx } from 'clsx';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  tone: 'warn' | 'bad';
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}

/** A block that must not be overlooked. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  const Icon = tone === 'bad' ? CircleAlert : TriangleAlert;
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'note'}
      className={clsx(
        'flex items-start gap-3 rounded-md border px-4 py-3 text-sm max-sm:flex-wrap',
        tone === 'bad' ? 'border-bad/40 bg-bad-soft' : 'border-warn/50 bg-warn-soft',
      )}
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', tone === 'bad' ? 'text-bad-ink' : 'text-warn-ink')} />
      <div className="min-w-0 flex-1">
        {title ? <p className={clsx('font-medium', tone === 'bad' && 'text-bad-ink')}>{title}</p> : null}
        {children ? <div className={clsx(title && 'mt-0.5')}>{children}</div> : null}
      </div>
      {actions ? <div className="flex shrink-0 gap-2">{actions}</div> : null}
    </div>
  );
}
