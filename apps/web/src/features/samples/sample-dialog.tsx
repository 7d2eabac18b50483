'use client';

import { isEnded, type RunDetail } from '@combogan/contracts';
import type { KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../components/ui/dialog.tsx';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { paths } from '../../lib/api/paths.ts';
import type { SampleCursor } from '../run/use-sample-cursor.ts';
import { useCellLabel } from './cell-label.ts';
import { probeRows } from './probe-rows.ts';
import type { Cell } from './sample-matrix.tsx';
import { SampleSlider } from './sample-slider.tsx';
import { SheetCell } from './sheet-cell.tsx';
import { useLoadedImage } from './use-loaded-image.ts';

interface SampleDialogProps {
  run: RunDetail;
  cursor: SampleCursor;
  cell: Cell;
  onMove: (cell: Cell) => void;
  onClose: () => void;
}

const wrapped = (value: number, count: number): number => (value + count) % count;

/** A probe and one of its translations side by side, large. Left and right change the target, up and down the probe. */
export function SampleDialog({ run, cursor, cell, onMove, onClose }: SampleDialogProps) {
  const t = useTranslations('samples');
  const cellLabel = useCellLabel(run.domains);
  const sheet = cursor.sheet;
  const url = useLoadedImage(paths.sample(run.id, sheet?.iteration ?? 0));
  const row = sheet && probeRows(sheet)[cell.row];
  if (!sheet || !row) return null;
  // the probe itself is always on the left: opened from there, the right shows the first translation
  const column = Math.max(1, cell.column);
  const target = sheet.columns[column - 1];
  const place = (key: string | undefined) => run.domains.findIndex((domain) => domain.key === key);
  const label = cellLabel(row.domain, target, row.probe);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.target instanceof HTMLElement && event.target.role === 'slider')) return;
    const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (across === 0 && down === 0) return;
    event.preventDefault();
    onMove({
      row: wrapped(cell.row + down, sheet.rows.length),
      column: wrapped(column - 1 + across, sheet.columns.length) + 1,
    });
  };
  const sides = [
    { column: 0, key: row.domain, caption: t('source'), label: cellLabel(row.domain, undefined, row.probe) },
    { column, key: target, caption: target === row.domain ? t('reconstruction') : t('translation'), label },
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={label}
      description={t('dialogHint')}
      wide
      onKeyDown={onKeyDown}
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-3 max-sm:gap-2">
          {sides.map((side) => (
            <figure key={side.column === 0 ? 'source' : 'target'} className="flex flex-col gap-1.5">
              <SheetCell sheet={sheet} url={url} row={cell.row} column={side.column} label={side.label} />
              <figcaption className="flex flex-wrap items-center justify-between gap-x-3 text-sm">
                <DomainChip name={run.domains[place(side.key)]?.name ?? ''} index={Math.max(0, place(side.key))} />
                <span className="text-faint text-xs">{side.caption}</span>
              </figcaption>
            </figure>
          ))}
        </div>
        <SampleSlider cursor={cursor} ended={isEnded(run.state)} />
      </div>
    </Dialog>
  );
}
