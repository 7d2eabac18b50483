'use client';

import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from './icon-button.tsx';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  wide?: boolean;
  /** Keys anywhere in the dialog. With it, the dialog itself is focused at first, not its first control. */
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/** A modal sheet: centred on a desk, from the bottom edge on a phone. */
export function Dialog({ open, onOpenChange, title, description, wide = false, onKeyDown, children }: DialogProps) {
  const t = useTranslations('common');
  const content = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          ref={content}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            if (!onKeyDown) return;
            event.preventDefault();
            content.current?.focus();
          }}
          className={clsx(
            'fixed z-50 flex max-h-[92dvh] animate-rise flex-col overflow-y-auto border border-line bg-surface shadow-overlay',
            'focus:outline-none max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-lg',
            'sm:top-1/2 sm:left-1/2 sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg',
            wide ? 'sm:w-[min(60rem,calc(100vw-3rem))]' : 'sm:w-[min(28rem,calc(100vw-3rem))]',
          )}
        >
          <header className="flex flex-col gap-1 pt-4 pr-14 pl-5">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {description ? <Radix.Description className="text-muted text-sm">{description}</Radix.Description> : null}
          </header>
          <div className="px-5 pt-3 pb-5">{children}</div>
          {/* last, so that a form's first field is what gets the focus */}
          <Radix.Close asChild>
            <IconButton label={t('close')} className="absolute top-3 right-3">
              <X aria-hidden />
            </IconButton>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex justify-end gap-2 max-sm:flex-col-reverse max-sm:*:w-full">{children}</div>;
}
