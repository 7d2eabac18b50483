'use client';

import { useTranslations } from 'use-intl';

/** What a list of runs offers for choosing some of them. */
export interface RunChoice {
  chosen: readonly string[];
  toggle: (id: string) => void;
}

/** The box that takes a run into the comparison; lies over the row's link. */
export function ChooseRun({ run, choice }: { run: { id: string; name: string }; choice: RunChoice }) {
  const t = useTranslations('compare');
  return (
    <input
      type="checkbox"
      aria-label={t('choose', { name: run.name })}
      checked={choice.chosen.includes(run.id)}
      onChange={() => choice.toggle(run.id)}
      className="relative z-10 size-4 shrink-0 cursor-pointer accent-ink max-sm:size-5"
    />
  );
}
