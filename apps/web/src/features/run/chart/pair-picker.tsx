import { Pair, type RunDetail } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { Select } from '../../../components/ui/select.tsx';

interface PairPickerProps {
  domains: RunDetail['domains'];
  pair: Pair | null;
  onChange: (pair: Pair | null) => void;
}

/** Of which iterations the charts tell: all, or those that drew two domains together. */
export function PairPicker({ domains, pair, onChange }: PairPickerProps) {
  const t = useTranslations('chart');
  const pairs = domains.flatMap((first, i) =>
    domains.slice(i + 1).map((second) => ({
      value: `${first.key},${second.key}`,
      label: t('pairOf', { first: first.name, second: second.name }),
    })),
  );
  return (
    <Select
      aria-label={t('pair')}
      value={pair?.join(',') ?? ''}
      options={[{ value: '', label: t('everyPair') }, ...pairs]}
      onChange={(value) => onChange(value === '' ? null : Pair.parse(value.split(',')))}
      className="ml-2 w-auto max-w-64"
    />
  );
}
