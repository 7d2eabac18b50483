'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useFormat } from '../../lib/format/use-format.ts';
import { type Advice, FEW_IMAGES } from './advice.ts';

export function AdviceList({ advice }: { advice: readonly Advice[] }) {
  const t = useTranslations('advice');
  const format = useFormat();
  const text = (item: Advice): string => {
    if (item.kind === 'few') return t('few', { name: item.name, count: item.count, enough: FEW_IMAGES });
    if (item.kind === 'small') return t('small', { name: item.name, side: item.side, size: item.size });
    if (item.kind === 'empty') return t('empty', { name: item.name });
    return t('unbalanced', { largest: item.largest, smallest: item.smallest, ratio: format.number(item.ratio) });
  };
  if (advice.length === 0) return null;
  return (
    <ul aria-label={t('title')} className="flex flex-col gap-1.5 text-sm">
      {advice.map((item) => (
        <li key={text(item)} className="flex items-start gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-ink" />
          <span>{text(item)}</span>
        </li>
      ))}
    </ul>
  );
}
