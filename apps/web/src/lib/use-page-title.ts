import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

/** Names the browser's tab while a page that knows its name only later is open. */
export function usePageTitle(title: string | undefined): void {
  const product = useTranslations('titles')('product');
  useEffect(() => {
    if (title) document.title = `${title} · ${product}`;
  }, [title, product]);
}
