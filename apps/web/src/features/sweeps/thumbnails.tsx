'use client';

import type { SweepRun } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { paths } from '../../lib/api/paths.ts';
import { useCellLabel } from '../samples/cell-label.ts';
import { SheetCell } from '../samples/sheet-cell.tsx';
import { useLoadedImage } from '../samples/use-loaded-image.ts';
import { type ProbeChoice, translationsOf } from './probe-choice.ts';

const SHOWN = 6;

/** What a run makes of the probe by its last sample: its translation into each other domain. */
export function Thumbnails({ run, choice }: { run: SweepRun; choice: ProbeChoice }) {
  const t = useTranslations('sweep');
  const label = useCellLabel(run.domains);
  const sheet = run.lastSample;
  const url = useLoadedImage(sheet ? paths.sample(run.id, sheet.iteration) : '');
  if (!sheet) return null;
  return (
    <div className="flex gap-px" title={t('sampleAt', { iteration: sheet.iteration })}>
      {translationsOf(sheet, choice.domain, SHOWN).map(({ column, target }) => (
        <SheetCell
          key={target}
          sheet={sheet}
          url={url}
          row={choice.row}
          column={column}
          label={label(choice.domain, target, choice.probe)}
          className="w-12 shrink-0"
        />
      ))}
    </div>
  );
}

/** The probe itself, as it stands in the first run that has samples. */
export function ProbeImage({ runs, choice }: { runs: readonly SweepRun[]; choice: ProbeChoice }) {
  const run = runs.find(({ lastSample }) => lastSample !== null);
  const label = useCellLabel(run?.domains ?? []);
  if (!run?.lastSample) return null;
  return (
    <SheetCell
      sheet={run.lastSample}
      url={paths.sample(run.id, run.lastSample.iteration)}
      row={choice.row}
      column={0}
      label={label(choice.domain, undefined, choice.probe)}
      className="w-8 shrink-0"
    />
  );
}
