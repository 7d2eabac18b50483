'use client';

import { Download, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../components/ui/button.tsx';
import { IconButton } from '../../../components/ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/ui/menu.tsx';
import { Segmented } from '../../../components/ui/segmented.tsx';
import { Slider } from '../../../components/ui/slider.tsx';
import { ToggleChip } from '../../../components/ui/toggle-chip.tsx';
import { saveFile } from '../../../lib/save-file.ts';
import type { ChartBoard } from './chart-board.ts';
import type { ChartLook } from './chart-look.ts';
import type { PanelSpec } from './curves.ts';
import { toCsv } from './export-csv.ts';
import { toPng } from './export-png.ts';

interface ChartToolsProps {
  board: ChartBoard;
  panels: readonly PanelSpec[];
  look: ChartLook;
  onLook: (look: ChartLook) => void;
  /** What an exported file is called and headed. */
  name: string;
}

/** Smoothing, scale, zoom and export of a stack of charts. */
export function ChartTools({ board, panels, look, onLook, name }: ChartToolsProps) {
  const t = useTranslations('chart');
  const zoom = useSyncExternalStore(board.subscribeZoom, board.getZoom, board.getZoom);
  const fileName = name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-');
  const saveCsv = () => {
    const [from, to] = board.window();
    const title = new Map(panels.map((spec) => [spec.id, spec.title]));
    const content = toCsv(board.contents(), { from, to }, board.bucketWidth, (panel, line) =>
      [title.get(panel), line.label].filter((part, i, all) => all.indexOf(part) === i).join(' '),
    );
    saveFile(`${fileName}.csv`, new Blob([content], { type: 'text/csv' }));
  };
  const savePng = async () => {
    const image = await toPng(document.body, name, panels, board.contents());
    if (image) saveFile(`${fileName}.png`, image);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {zoom ? (
        <Button size="sm" onClick={() => board.zoomTo(null)}>
          <Maximize2 aria-hidden />
          {t('resetZoom')}
        </Button>
      ) : null}
      <div className="flex items-center gap-2 text-muted text-xs">
        <span>{t('smoothing')}</span>
        <Slider
          label={t('smoothing')}
          value={look.keep}
          min={0}
          max={0.99}
          step={0.01}
          valueText={look.keep.toFixed(2)}
          className="w-24"
          onChange={(keep) => onLook({ ...look, keep })}
        />
        <span className="w-8 text-ink">{look.keep.toFixed(2)}</span>
      </div>
      <ToggleChip pressed={look.spikes} onToggle={() => onLook({ ...look, spikes: !look.spikes })}>
        {t('spikes')}
      </ToggleChip>
      <Segmented
        label={t('scale')}
        value={look.scale}
        onChange={(scale) => onLook({ ...look, scale })}
        options={[
          { value: 'linear', label: t('linear') },
          { value: 'log', label: t('log') },
        ]}
      />
      <div className="flex items-center">
        <IconButton label={t('zoomIn')} onClick={() => board.zoomBy(0.5)}>
          <ZoomIn aria-hidden />
        </IconButton>
        <IconButton label={t('zoomOut')} disabled={!zoom} onClick={() => board.zoomBy(2)}>
          <ZoomOut aria-hidden />
        </IconButton>
        <Menu
          trigger={
            <button
              type="button"
              aria-label={t('export')}
              className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink max-sm:size-11 [&_svg]:size-4"
            >
              <Download aria-hidden />
            </button>
          }
        >
          <MenuItem onSelect={() => void savePng()}>{t('savePng')}</MenuItem>
          <MenuItem onSelect={saveCsv}>{t('saveCsv')}</MenuItem>
        </Menu>
      </div>
    </div>
  );
}
