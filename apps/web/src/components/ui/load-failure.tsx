'use client';

import { useTranslations } from 'use-intl';
import { asApiError } from '../../lib/api/failure.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Says why something could not be loaded, and offers to try again. */
export function LoadFailure({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('common');
  const errorText = useErrorText();
  return (
    <Notice tone="bad" title={t('loadFailed')} actions={<Button onClick={retry}>{t('tryAgain')}</Button>}>
      {errorText(asApiError(error))}
    </Notice>
  );
}
