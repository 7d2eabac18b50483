'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Mark } from '../../components/shell/mark.tsx';
import { MatrixFigure } from './matrix-figure.tsx';

/** Sign-in and set-up: the form, and what the studio is about as one drawing. */
export function EntryFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('entry');
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(26rem,2fr)_3fr]">
      <main id="content" className="flex flex-col bg-surface px-6 py-8 sm:px-12 lg:border-line lg:border-r">
        <p className="flex items-center gap-2 font-semibold tracking-[-0.01em]">
          <Mark />
          {t('product')}
        </p>
        <div className="my-auto w-full max-w-96 self-center py-10">{children}</div>
      </main>
      <aside className="grid place-items-center p-12 max-lg:hidden">
        <figure className="flex w-full max-w-md flex-col gap-8">
          <MatrixFigure />
          <figcaption className="text-muted text-sm">{t('caption')}</figcaption>
        </figure>
      </aside>
    </div>
  );
}
