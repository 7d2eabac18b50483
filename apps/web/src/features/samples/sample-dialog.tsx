'use client';

import type { RunDetail } from '@combogan/contracts';
import { type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../components/ui/dialog.tsx';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { paths } from '../../lib/api/paths.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import { CellComments } from '../comments/cell-comments.tsx';
import type { SampleCursor } from '../run/use-sample-cursor.ts';
import { useCellLabel } from './cell-label.ts';
import { probeRows } from './probe-rows.ts';
import type { Cell } from './sample-matrix.tsx';
import { SampleSlider } from './sample-slider.tsx';
import { SheetCell } from './sheet-cell.tsx';
import { useLoadedImage } from './use-loaded-image.ts';
import { Wipe } from './wipe.tsx';

interface SampleDialogProps {
  runId: string;
  domains: RunDetail['domains'];
  ended: boolean;
  cursor: SampleCursor;
  cell: Cell;
  onMove: (cell: Cell) => void;
  onClose: () => void;
}

type View = 'beside' | 'wipe' | 'wipeBack';

const wrapped = (value: number, count: number): number => (value + count) % count;

/**
 * A probe, one of its translations and that translated back, large: side by side, or one over another. Left and right
 * change the target, up and down the probe.
 */
export function SampleDialog({ runId, domains, ended, cursor, cell, onMove, onClose }: SampleDialogProps) {
  const t = useTranslations('samples');
  const format = useFormat();
  const cellLabel = useCellLabel(domains);
  const [view, setView] = useState<View>('beside');
  const sheet = cursor.sheet;
  const iteration = sheet?.iteration ?? 0;
  const back = sheet?.reconstructions === true;
  const url = useLoadedImage(paths.sample(runId, iteration));
  const backUrl = useLoadedImage(paths.sample(runId, iteration, back ? 'reconstructions' : 'translations'));
  const row = sheet && probeRows(sheet)[cell.row];
  if (!sheet || !row) return null;
  // the probe itself is always on the left: opened from there, the right shows the first translation
  const column = Math.max(1, cell.column);
  const target = sheet.columns[column - 1] ?? row.domain;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.matches('[role="slider"], [role="radio"], input')) return;
    const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (across === 0 && down === 0) return;
    event.preventDefault();
    onMove({
      row: wrapped(cell.row + down, sheet.rows.length),
      column: wrapped(column - 1 + across, sheet.columns.length) + 1,
    });
  };
  const source = {
    key: row.domain,
    caption: t('source'),
    picture: (
      <SheetCell
        sheet={sheet}
        url={url}
        row={cell.row}
        column={0}
        label={cellLabel(row.domain, undefined, row.probe)}
      />
    ),
  };
  const title = cellLabel(row.domain, target, row.probe);
  const translation = {
    key: target,
    caption: target === row.domain ? t('autoencoding') : t('translation'),
    picture: <SheetCell sheet={sheet} url={url} row={cell.row} column={column} label={title} />,
  };
  const returned = {
    key: row.domain,
    caption: t('reconstruction'),
    picture: (
      <SheetCell
        sheet={sheet}
        url={backUrl}
        row={cell.row}
        column={column}
        label={cellLabel(row.domain, target, row.probe, 'reconstructions')}
      />
    ),
  };
  const sides = back ? [source, translation, returned] : [source, translation];
  const over = view === 'wipeBack' && back ? returned : translation;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={t('dialogHint')}
      wide
      onKeyDown={onKeyDown}
    >
      <div className="flex flex-col gap-4">
        <div>
          <Segmented
            label={t('view')}
            value={view}
            onChange={setView}
            options={[
              { value: 'beside', label: t('beside') },
              { value: 'wipe', label: t('wipe') },
              ...(back ? [{ value: 'wipeBack' as const, label: t('wipeBack') }] : []),
            ]}
          />
        </div>
        {view === 'beside' ? (
          <div className={back ? 'grid grid-cols-3 gap-3 max-sm:gap-2' : 'grid grid-cols-2 gap-3 max-sm:gap-2'}>
            {sides.map((side) => (
              <figure key={side.caption} className="flex min-w-0 flex-col gap-1.5">
                {side.picture}
                <figcaption className="flex flex-wrap items-center justify-between gap-x-3 text-sm">
                  <DomainChip name={nameIn(domains, side.key)} index={placeIn(domains, side.key)} />
                  <span className="text-faint text-xs">{side.caption}</span>
                </figcaption>
              </figure>
            ))}
          </div>
        ) : (
          <figure className="mx-auto flex w-full max-w-[min(34rem,62dvh)] flex-col gap-1.5">
            <Wipe
              key={view}
              label={t('wipeEdge', { before: source.caption, after: over.caption })}
              valueText={(percent) => format.percent(percent / 100)}
              before={source.picture}
              after={over.picture}
            />
            <figcaption className="flex justify-between gap-3 text-sm">
              <DomainChip name={nameIn(domains, source.key)} index={placeIn(domains, source.key)} />
              <DomainChip name={nameIn(domains, over.key)} index={placeIn(domains, over.key)} />
            </figcaption>
          </figure>
        )}
        <SampleSlider cursor={cursor} ended={ended} />
        {target ? (
          <CellComments
            runId={runId}
            domains={domains}
            cursor={cursor}
            cell={{ source: row.domain, probe: row.probe, target }}
            label={title}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

const placeIn = (domains: RunDetail['domains'], key: string): number =>
  Math.max(
    0,
    domains.findIndex((domain) => domain.key === key),
  );
const nameIn = (domains: RunDetail['domains'], key: string): string => domains[placeIn(domains, key)]?.name ?? key;
