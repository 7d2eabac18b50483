import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { durationParts } from './duration.ts';

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Numbers and spans of time in the reader's language. Units are always part of the text. */
export function useFormat() {
  const locale = useLocale();
  const t = useTranslations('units');
  return useMemo(() => {
    const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    const three = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
    const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    const change = new Intl.NumberFormat(locale, {
      style: 'percent',
      maximumSignificantDigits: 3,
      maximumFractionDigits: 1,
      roundingPriority: 'lessPrecision',
      signDisplay: 'exceptZero',
    });
    const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
    const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
    return {
      integer: (value: number) => integer.format(value),
      /** Three significant digits. */
      number: (value: number) => three.format(value),
      /** Large counts: 1.2M. */
      compact: (value: number) => compact.format(value),
      /** A relative change with its sign: +12%. */
      change: (share: number) => change.format(share),
      percent: (share: number) => percent.format(share),
      bytes(value: number): string {
        const step = value < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
        return `${three.format(value / 1000 ** step)}\u00a0${BYTE_UNITS[step]}`;
      },
      duration(seconds: number): string {
        const parts = durationParts(seconds);
        return t(parts.unit, { ...parts });
      },
      /** Speed as the field says it: iterations a second, or seconds an iteration when that is slower. */
      pace(msPerIteration: number): string {
        const perSecond = 1000 / msPerIteration;
        return perSecond >= 1
          ? t('iterationsPerSecond', { value: three.format(perSecond) })
          : t('secondsPerIteration', { value: three.format(1 / perSecond) });
      },
      clock: (iso: string) => clock.format(new Date(iso)),
      moment: (iso: string) => moment.format(new Date(iso)),
      /** Loss values: four significant digits, exponents only where zeros would hide them. */
      loss(value: number): string {
        const size = Math.abs(value);
        if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
        return value.toPrecision(4);
      },
    };
  }, [locale, t]);
}
