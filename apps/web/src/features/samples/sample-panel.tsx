'use client';

import type { RunDetail, SampleImage } from '@combogan/contracts';
import { memo, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { paths } from '../../lib/api/paths.ts';
import { type SampleCursor, useSampleCursor } from '../run/use-sample-cursor.ts';
import { probeCount } from './probe-rows.ts';
import { SampleDialog } from './sample-dialog.tsx';
import { SampleSlider } from './sample-slider.tsx';
import { SheetAt } from './sheet-at.tsx';
import { moveByKey } from './slider-keys.ts';
import { usePlay } from './use-play.ts';

interface SamplePanelProps {
  runId: string;
  domains: RunDetail['domains'];
  ended: boolean;
  cursor: SampleCursor;
}

/**
 * Every probe in every domain at one iteration, and the slider through time; on demand a second iteration below. Not
 * rendered while iterations come, only with new samples.
 */
export const SamplePanel = memo(function SamplePanel({ runId, domains, ended, cursor }: SamplePanelProps) {
  const t = useTranslations('samples');
  const [probe, setProbe] = useState(0);
  const [image, setImage] = useState<SampleImage>('translations');
  const [comparing, setComparing] = useState(false);
  const second = useSampleCursor(cursor.samples);
  const open = [cursor, second].find(({ cell }) => cell !== null);
  const play = usePlay(runId, cursor);
  const { sheet } = cursor;
  usePreloaded(runId, cursor);
  const compare = () => {
    // against the beginning: that is how far it has come
    if (!comparing) second.moveTo(0);
    setComparing(!comparing);
  };
  const probes = sheet ? probeCount(sheet) : 1;
  const shown = { runId, domains, image, probe };
  return (
    <Panel
      title={t('title')}
      tools={
        sheet ? (
          <div className="flex flex-wrap items-center gap-2">
            {sheet.reconstructions ? (
              <Segmented
                label={t('image')}
                value={image}
                onChange={setImage}
                options={[
                  { value: 'translations', label: t('translations') },
                  { value: 'reconstructions', label: t('back') },
                ]}
              />
            ) : null}
            {probes > 1 ? (
              <>
                <span aria-hidden className="text-muted text-xs">
                  {t('probe')}
                </span>
                <Segmented
                  label={t('probe')}
                  value={String(probe)}
                  onChange={(value) => setProbe(Number(value))}
                  options={Array.from({ length: probes }, (_, i) => ({ value: String(i), label: String(i + 1) }))}
                />
              </>
            ) : null}
          </div>
        ) : null
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are the slider's, from anywhere in the panel */}
      <div className="flex flex-col gap-3 p-4 pt-3" onKeyDown={(event) => void (open || moveByKey(event, cursor))}>
        {sheet ? (
          <>
            <SampleSlider cursor={cursor} ended={ended} play={play} />
            <SheetAt {...shown} sheet={sheet} onOpen={cursor.openCell} />
            {cursor.samples.length > 1 ? (
              <Button size="sm" aria-expanded={comparing} onClick={compare} className="self-start">
                {t(comparing ? 'compareEnd' : 'compare')}
              </Button>
            ) : null}
          </>
        ) : (
          <p className="text-muted text-sm">{t('none')}</p>
        )}
      </div>
      {comparing && second.sheet ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: as above, for the second slider
        <div
          className="flex flex-col gap-3 border-line border-t p-4 pt-3"
          onKeyDown={(event) => void (open || moveByKey(event, second))}
        >
          <SampleSlider cursor={second} ended={ended} label={t('secondSlider')} />
          <SheetAt {...shown} sheet={second.sheet} onOpen={second.openCell} />
        </div>
      ) : null}
      {sheet && open?.cell ? (
        <SampleDialog
          runId={runId}
          domains={domains}
          ended={ended}
          cursor={open}
          cell={open.cell}
          onMove={open.openCell}
          onClose={() => open.openCell(null)}
        />
      ) : null}
    </Panel>
  );
});

/** Fetches the neighbours of the sheet in sight, so that the next step shows at once. */
function usePreloaded(runId: string, { samples, index }: SampleCursor): void {
  const around = [samples[index - 1]?.iteration, samples[index + 1]?.iteration].join();
  useEffect(() => {
    for (const iteration of around.split(',').filter(Boolean)) new Image().src = paths.sample(runId, Number(iteration));
  }, [runId, around]);
}
