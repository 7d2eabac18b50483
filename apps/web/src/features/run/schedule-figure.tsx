'use client';

import { useTranslations } from 'use-intl';
import { useFormat } from '../../lib/format/use-format.ts';

interface ScheduleFigureProps {
  iterations: number;
  decayIterations: number;
  /** Iterations done; without it the figure shows the plan alone. */
  done?: number;
}

/** The learning rate over the run as a bar's shape, full and then tapering to nothing; filled as far as the run is. */
export function ScheduleFigure({ iterations, decayIterations, done }: ScheduleFigureProps) {
  const t = useTranslations('schedule');
  const format = useFormat();
  const turn = 100 * (1 - Math.min(1, decayIterations / iterations));
  const share = done === undefined ? 0 : Math.min(1, done / iterations);
  const shape = `M0 0H${turn}L100 9.4V10H0Z`;
  const plan =
    decayIterations > 0 ? t('decays', { from: format.integer(iterations - decayIterations) }) : t('constant');
  return (
    <div
      {...(done === undefined
        ? { role: 'img', 'aria-label': plan }
        : {
            role: 'progressbar',
            'aria-label': t('progress'),
            'aria-valuemin': 0,
            'aria-valuemax': iterations,
            'aria-valuenow': done,
            'aria-valuetext': format.percent(share),
          })}
      title={plan}
      className="h-3 w-full"
    >
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" className="size-full">
        <path d={shape} fill="var(--line)" />
        <path d={shape} fill="var(--ink)" style={{ clipPath: `inset(0 ${100 - share * 100}% 0 0)` }} />
      </svg>
    </div>
  );
}
