'use client';

import type { RunSummary, SampleSheet } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { paths } from '../../lib/api/paths.ts';
import { rowsOfProbe } from './probe-rows.ts';
import { SheetCell } from './sheet-cell.tsx';
import { useLoadedImage } from './use-loaded-image.ts';

const ROWS_MAX = 4;
const COLUMNS_MAX = 5;

/** The newest samples of a run in small: one probe a domain and its translations. */
export function SampleStrip({ run, sheet }: { run: RunSummary; sheet: SampleSheet }) {
  const t = useTranslations('samples');
  const url = useLoadedImage(paths.sample(run.id, sheet.iteration));
  const rows = rowsOfProbe(sheet, 0).slice(0, ROWS_MAX);
  const columns = Math.min(COLUMNS_MAX, sheet.columns.length + 1);
  return (
    <div
      role="img"
      aria-label={t('strip', { iteration: sheet.iteration })}
      className="grid w-fit gap-px"
      style={{ gridTemplateColumns: `repeat(${columns}, 2.5rem)` }}
    >
      {rows.flatMap(({ row }) =>
        Array.from({ length: columns }, (_, column) => (
          <SheetCell
            key={`${row}-${sheet.columns[column - 1] ?? 'probe'}`}
            sheet={sheet}
            url={url}
            row={row}
            column={column}
          />
        )),
      )}
    </div>
  );
}
