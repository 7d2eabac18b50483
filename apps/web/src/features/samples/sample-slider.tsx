'use client';

import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { Slider } from '../../components/ui/slider.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import type { SampleCursor } from '../run/use-sample-cursor.ts';

/** Steps through the iterations that have samples. Its button follows the newest, which after the end is the last. */
export function SampleSlider({ cursor, ended }: { cursor: SampleCursor; ended: boolean }) {
  const t = useTranslations('samples');
  const format = useFormat();
  const { samples, index, sheet, live } = cursor;
  const at = t('iteration', { iteration: format.integer(sheet?.iteration ?? 0) });
  return (
    <div className="flex items-center gap-3">
      <output className="min-w-24 text-sm" aria-live="off">
        {at}
      </output>
      <Slider
        label={t('slider')}
        value={index}
        min={0}
        max={Math.max(1, samples.length - 1)}
        disabled={samples.length < 2}
        valueText={at}
        className="min-w-0 flex-1"
        onChange={cursor.moveTo}
      />
      <button
        type="button"
        aria-pressed={live}
        onClick={cursor.follow}
        className={clsx(
          'flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2 text-xs max-sm:h-10',
          live && !ended ? 'border-live/50 text-live-ink' : 'border-line-strong/50 text-muted hover:text-ink',
        )}
      >
        {ended ? null : (
          <span aria-hidden className={clsx('size-2 rounded-full', live ? 'bg-live' : 'border border-current')} />
        )}
        {t(ended ? 'last' : 'newest')}
      </button>
    </div>
  );
}
