'use client';

import { isEnded, type RunDetail } from '@combogan/contracts';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { paths } from '../../lib/api/paths.ts';
import type { SampleCursor } from '../run/use-sample-cursor.ts';
import { probeCount } from './probe-rows.ts';
import { SampleDialog } from './sample-dialog.tsx';
import { type Cell, SampleMatrix } from './sample-matrix.tsx';
import { SampleSlider } from './sample-slider.tsx';
import { useLoadedImage } from './use-loaded-image.ts';

/** Every probe in every domain at one iteration, and the slider through time. Arrow keys move it. */
export function SamplePanel({ run, cursor }: { run: RunDetail; cursor: SampleCursor }) {
  const t = useTranslations('samples');
  const [probe, setProbe] = useState(0);
  const [open, setOpen] = useState<Cell | null>(null);
  const { sheet } = cursor;
  usePreloaded(run.id, cursor);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || open) return;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || (event.target instanceof HTMLElement && event.target.getAttribute('role') === 'radio')) return;
    event.preventDefault();
    cursor.moveTo(cursor.index + step);
  };
  const probes = sheet ? probeCount(sheet) : 1;
  return (
    <Panel
      title={t('title')}
      tools={
        probes > 1 ? (
          <div className="flex items-center gap-2">
            <span aria-hidden className="text-muted text-xs">
              {t('probe')}
            </span>
            <Segmented
              label={t('probe')}
              value={String(probe)}
              onChange={(value) => setProbe(Number(value))}
              options={Array.from({ length: probes }, (_, i) => ({ value: String(i), label: String(i + 1) }))}
            />
          </div>
        ) : null
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are the slider's, from anywhere in the panel */}
      <div className="flex flex-col gap-3 p-4 pt-3" onKeyDown={onKeyDown}>
        {sheet ? (
          <>
            <SampleSlider cursor={cursor} ended={isEnded(run.state)} />
            <Matrix run={run} iteration={sheet.iteration} sheet={sheet} probe={probe} onOpen={setOpen} />
          </>
        ) : (
          <p className="text-muted text-sm">{t('none')}</p>
        )}
      </div>
      {sheet && open ? (
        <SampleDialog run={run} cursor={cursor} cell={open} onMove={setOpen} onClose={() => setOpen(null)} />
      ) : null}
    </Panel>
  );
}

function Matrix({
  run,
  iteration,
  sheet,
  probe,
  onOpen,
}: {
  run: RunDetail;
  iteration: number;
  sheet: NonNullable<SampleCursor['sheet']>;
  probe: number;
  onOpen: (cell: Cell) => void;
}) {
  const url = useLoadedImage(paths.sample(run.id, iteration));
  return <SampleMatrix domains={run.domains} sheet={sheet} url={url} probe={probe} onOpen={onOpen} />;
}

/** Fetches the neighbours of the sheet in sight, so that the next step shows at once. */
function usePreloaded(runId: string, { samples, index }: SampleCursor): void {
  const around = [samples[index - 1]?.iteration, samples[index + 1]?.iteration].join();
  useEffect(() => {
    for (const iteration of around.split(',').filter(Boolean)) new Image().src = paths.sample(runId, Number(iteration));
  }, [runId, around]);
}
