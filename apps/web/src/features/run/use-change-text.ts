import type { ConfigChanges } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { useValueText } from '../new-run/config-row.tsx';

const FIELDS = [
  'iterations',
  'learningRate',
  'decayIterations',
  'lambdaCycle',
  'lambdaIdentity',
  'lambdaForward',
] as const;

/** A change of options in one line: each option with its new value. */
export function useChangeText(): (changes: ConfigChanges) => string {
  const labels = useTranslations('config');
  const valueText = useValueText();
  return (changes) =>
    FIELDS.flatMap((field) => {
      const value = changes[field];
      return value === undefined ? [] : [`${labels(`${field}.label`)} ${valueText(field, value)}`];
    }).join(', ');
}
