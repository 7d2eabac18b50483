'use client';

import type { LossName } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { LOWER_IS_BETTER } from './compare.ts';

/** A loss by its name, and which way is better, where one is. */
export function LossHead({ loss }: { loss: LossName }) {
  const t = useTranslations('sweep');
  const names = useTranslations('series');
  const lower = LOWER_IS_BETTER.includes(loss);
  return (
    <span title={lower ? t('lower') : t('neither')}>
      {names(loss)}
      <span aria-hidden className="text-faint">
        {lower ? ' ↓' : ''}
      </span>
      {lower ? <span className="sr-only"> {t('lower')}</span> : null}
    </span>
  );
}
