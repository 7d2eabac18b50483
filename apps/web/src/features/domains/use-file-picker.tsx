import { type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';

/** The browser's own file dialog. `input` must be somewhere on the page. */
export function useFilePicker(onFiles: (files: File[]) => void): { open: () => void; input: ReactNode } {
  const t = useTranslations('domains');
  const ref = useRef<HTMLInputElement>(null);
  return {
    open: () => ref.current?.click(),
    input: (
      <input
        ref={ref}
        type="file"
        multiple
        accept="image/jpeg,image/png,image/webp"
        aria-label={t('pick')}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    ),
  };
}
