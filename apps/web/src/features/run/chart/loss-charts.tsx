'use client';

import { LOSS_NAMES, type LossName, type RunDetail, SeriesResponse } from '@combogan/contracts';
import { Maximize2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../components/ui/button.tsx';
import { Panel } from '../../../components/ui/panel.tsx';
import { Segmented } from '../../../components/ui/segmented.tsx';
import { Slider } from '../../../components/ui/slider.tsx';
import { ToggleChip } from '../../../components/ui/toggle-chip.tsx';
import { paths } from '../../../lib/api/paths.ts';
import { request } from '../../../lib/api/request.ts';
import { domainColor } from '../../../lib/domain-colors.ts';
import type { RunStore } from '../../../lib/live/run-store.ts';
import { ChartBoard } from './chart-board.ts';
import { LossPanelView } from './loss-panel-view.tsx';

interface LossChartsProps {
  run: RunDetail;
  store: RunStore;
  /** Iteration whose samples are shown, marked in every panel. */
  mark: number | null;
  /** Iterations that people commented on, in order. */
  pins: readonly number[];
  onPick: (iteration: number) => void;
}

const HEIGHTS = [400, 240, 168, 128, 112];
const BUCKETS = 1500;

/** The losses this run has: those whose weight is 0 are never computed. */
export function lossesOf({ config }: RunDetail): LossName[] {
  const off: Partial<Record<LossName, boolean>> = {
    cycle: config.lambdaCycle === 0,
    identity: config.lambdaIdentity === 0,
    forward: config.lambdaForward === 0,
  };
  return LOSS_NAMES.filter((loss) => !off[loss]);
}

/** A panel per loss over one shared axis of iterations, a line per domain. */
export function LossCharts({ run, store, mark, pins, onPick }: LossChartsProps) {
  const t = useTranslations('chart');
  const names = useTranslations('losses');
  const [board] = useState(
    () => new ChartBoard(store.chart, (from, to) => request(SeriesResponse, paths.series(run.id, from, to, BUCKETS))),
  );
  const losses = lossesOf(run);
  const [hiddenLosses, setHiddenLosses] = useState<ReadonlySet<LossName>>(new Set());
  const [hiddenDomains, setHiddenDomains] = useState<ReadonlySet<string>>(new Set());
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [spikes, setSpikes] = useState(true);
  const [keep, setKeep] = useState(0.9);
  const [zoomed, setZoomed] = useState(false);

  const domainKeys = run.domains.map(({ key }) => key);
  const joined = domainKeys.join();
  useEffect(() => {
    const domains = joined.split(',');
    board.set({ domains, shown: domains.map((key) => !hiddenDomains.has(key)), keep });
  }, [board, joined, hiddenDomains, keep]);
  useEffect(() => board.setMark(mark), [board, mark]);
  const pinned = pins.join();
  useEffect(() => board.setPins(pinned.split(',').filter(Boolean).map(Number)), [board, pinned]);
  useEffect(() => {
    const stop = store.subscribeChart(board.invalidate);
    return () => {
      stop();
      board.stop();
    };
  }, [board, store]);

  const zoom = (range: { from: number; to: number } | null) => {
    setZoomed(range !== null);
    void board.zoomTo(range);
  };
  const shownLosses = losses.filter((loss) => !hiddenLosses.has(loss));
  const height = HEIGHTS[Math.max(0, shownLosses.length - 1)] ?? 112;
  return (
    <Panel
      title={t('title')}
      tools={
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {zoomed ? (
            <Button size="sm" onClick={() => zoom(null)}>
              <Maximize2 aria-hidden />
              {t('resetZoom')}
            </Button>
          ) : null}
          <div className="flex items-center gap-2 text-muted text-xs">
            <span>{t('smoothing')}</span>
            <Slider
              label={t('smoothing')}
              value={keep}
              min={0}
              max={0.99}
              step={0.01}
              valueText={keep.toFixed(2)}
              className="w-24"
              onChange={setKeep}
            />
            <span className="w-8 text-ink">{keep.toFixed(2)}</span>
          </div>
          <ToggleChip pressed={spikes} onToggle={() => setSpikes(!spikes)}>
            {t('spikes')}
          </ToggleChip>
          <Segmented
            label={t('scale')}
            value={scale}
            onChange={setScale}
            options={[
              { value: 'linear', label: t('linear') },
              { value: 'log', label: t('log') },
            ]}
          />
        </div>
      }
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 px-2 pt-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend that is not to be seen */}
        <div role="group" aria-label={t('losses')} className="flex flex-wrap">
          {losses.map((loss) => (
            <ToggleChip
              key={loss}
              pressed={!hiddenLosses.has(loss)}
              onToggle={() => setHiddenLosses((hidden) => toggled(hidden, loss))}
            >
              {names(loss)}
            </ToggleChip>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="group" aria-label={t('domains')} className="flex flex-wrap">
          {run.domains.map((domain, i) => (
            <ToggleChip
              key={domain.key}
              color={domainColor(i)}
              pressed={!hiddenDomains.has(domain.key)}
              onToggle={() => setHiddenDomains((hidden) => toggled(hidden, domain.key))}
            >
              {domain.name}
            </ToggleChip>
          ))}
        </div>
      </div>
      <div className="px-2 pb-2">
        {shownLosses.map((loss, i) => (
          <LossPanelView
            key={loss}
            board={board}
            loss={loss}
            run={run}
            height={height}
            log={scale === 'log'}
            spikes={spikes}
            withAxis={i === shownLosses.length - 1}
            hidden={hiddenDomains}
            onZoom={(from, to) => zoom({ from, to })}
            onReset={() => zoom(null)}
            onPick={onPick}
          />
        ))}
        {run.progress.iteration === 0 ? <p className="px-2 py-3 text-muted text-sm">{t('waiting')}</p> : null}
        <p className="px-2 pt-1 text-2xs text-faint max-sm:hidden">{t('hint')}</p>
      </div>
    </Panel>
  );
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
