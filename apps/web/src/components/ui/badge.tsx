import { clsx } from 'clsx';
import type { ReactNode } from 'react';

const TONES = {
  quiet: 'border-line text-muted',
  live: 'border-live/50 text-live-ink',
  bad: 'border-bad/50 bg-bad-soft text-bad-ink',
  warn: 'border-warn/60 bg-warn-soft text-warn-ink',
  ink: 'border-line-strong/60 text-ink',
} as const;
export type Tone = keyof typeof TONES;

export function Badge({ tone = 'quiet', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm border px-1.5 font-medium text-xs [&_svg]:size-3',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
