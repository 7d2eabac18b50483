'use client';

import { clsx } from 'clsx';
import { Pause, Play as PlayIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Slider } from '../../components/ui/slider.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import type { SampleCursor } from '../run/use-sample-cursor.ts';
import type { Play } from './use-play.ts';

interface SampleSliderProps {
  cursor: SampleCursor;
  ended: boolean;
  /** Accessible name, where there are several. */
  label?: string;
  play?: Play;
}

/** Steps through the iterations that have samples. Its button follows the newest, which after the end is the last. */
export function SampleSlider({ cursor, ended, label, play }: SampleSliderProps) {
  const t = useTranslations('samples');
  const format = useFormat();
  const { samples, index, sheet, live } = cursor;
  const at = t('iteration', { iteration: format.integer(sheet?.iteration ?? 0) });
  return (
    <div className="flex items-center gap-3">
      {play ? (
        <IconButton
          label={t(play.playing ? 'pause' : 'play')}
          disabled={samples.length < 2}
          onClick={play.toggle}
          className="-ml-2"
        >
          {play.playing ? <Pause aria-hidden /> : <PlayIcon aria-hidden />}
        </IconButton>
      ) : null}
      <output className="min-w-20 text-sm" aria-live="off">
        {at}
      </output>
      <Slider
        label={label ?? t('slider')}
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
