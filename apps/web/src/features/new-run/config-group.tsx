'use client';

import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ConfigGroup } from './config-groups.ts';

interface ConfigGroupProps {
  group: Exclude<ConfigGroup, 'essentials'>;
  /** How many of its options were edited. */
  changed: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The values in short, for the closed state. */
  digest: string;
  children: ReactNode;
}

/** A group of options. Closed, it still tells what they are set to. */
export function ConfigGroupPanel({ group, changed, open, onOpenChange, digest, children }: ConfigGroupProps) {
  const t = useTranslations('newRun');
  return (
    <Collapsible.Root open={open} onOpenChange={onOpenChange} className="rounded-lg border border-line bg-surface">
      <h2>
        <Collapsible.Trigger className="group flex min-h-11 w-full items-center gap-3 rounded-lg px-4 text-left">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-faint transition-transform group-data-[state=open]:rotate-90"
          />
          <span className="shrink-0 font-semibold text-base">{t(`groups.${group}`)}</span>
          {open ? null : <span className="min-w-0 truncate text-muted text-xs">{digest}</span>}
          {changed > 0 ? (
            <span className="ml-auto shrink-0 text-muted text-xs">{t('changed', { count: changed })}</span>
          ) : null}
        </Collapsible.Trigger>
      </h2>
      <Collapsible.Content className="px-4 pb-2">{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
