import type { RunDetail, SampleImage } from '@combogan/contracts';
import { useTranslations } from 'use-intl';

/** What a cell shows, in words: the probe, its way through its own networks, its translation, or that translated back. */
export function useCellLabel(domains: RunDetail['domains']) {
  const t = useTranslations('samples');
  const name = (key: string) => domains.find((domain) => domain.key === key)?.name ?? key;
  return (source: string, target: string | undefined, probe: number, image: SampleImage = 'translations'): string => {
    const values = { source: name(source), target: name(target ?? source), probe: probe + 1 };
    if (target === undefined) return t('cellProbe', values);
    if (image === 'reconstructions') return t('cellBack', values);
    return target === source ? t('cellSame', values) : t('cell', values);
  };
}
