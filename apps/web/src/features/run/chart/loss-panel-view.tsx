'use client';

import type { LossName, RunDetail } from '@combogan/contracts';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { domainColor } from '../../../lib/domain-colors.ts';
import { useFormat } from '../../../lib/format/use-format.ts';
import { useResolvedTheme } from '../../../lib/theme/use-resolved-theme.ts';
import type { ChartBoard } from './chart-board.ts';
import { LossPanel } from './loss-panel.ts';

interface LossPanelViewProps {
  board: ChartBoard;
  loss: LossName;
  run: RunDetail;
  height: number;
  log: boolean;
  spikes: boolean;
  withAxis: boolean;
  hidden: ReadonlySet<string>;
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
  onPick: (iteration: number) => void;
}

/** The frame of a panel: its name, the readout that the panel writes into, and the canvas. */
export function LossPanelView({
  board,
  loss,
  run,
  height,
  log,
  spikes,
  withAxis,
  hidden,
  ...handlers
}: LossPanelViewProps) {
  const t = useTranslations('chart');
  const names = useTranslations('losses');
  const format = useFormat();
  const theme = useResolvedTheme();
  const target = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLDivElement>(null);
  const latest = useRef({ handlers, format, t });
  latest.current = { handlers, format, t };
  const domains = run.domains.map(({ key }) => key).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme needs the canvas with its new colours
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const write = (name: string, text: string) => {
      const place = readout.current?.querySelector(`[data-reads="${CSS.escape(name)}"]`);
      if (place && place.textContent !== text) place.textContent = text;
    };
    const keys = domains.split(',');
    const panel = new LossPanel({
      loss,
      target: element,
      height,
      log,
      spikes,
      withAxis,
      domains: keys,
      syncKey: `run-${run.id}`,
      window: board.window,
      mark: board.mark,
      pins: board.pins,
      formatIteration: (iteration) => latest.current.format.integer(iteration),
      onZoom: (from, to) => latest.current.handlers.onZoom(from, to),
      onReset: () => latest.current.handlers.onReset(),
      onPick: (iteration) => latest.current.handlers.onPick(iteration),
      onRead: (iteration, values) => {
        const { format: f, t: say } = latest.current;
        write('iteration', iteration === null ? '' : say('at', { iteration: f.integer(iteration) }));
        keys.forEach((key, i) => {
          const value = values[i];
          write(`domain-${key}`, value === null || value === undefined ? '–' : f.loss(value));
        });
      },
    });
    const watcher = new ResizeObserver(() => panel.resize(element.clientWidth, height));
    watcher.observe(element);
    const remove = board.add(loss, panel);
    return () => {
      watcher.disconnect();
      remove();
    };
  }, [board, loss, run.id, domains, height, log, spikes, withAxis, theme]);

  return (
    <figure aria-label={t('panel', { loss: names(loss) })} className="min-w-0">
      <figcaption ref={readout} className="flex flex-wrap items-baseline gap-x-4 px-2 pt-2 text-xs">
        <span className="font-medium">{names(loss)}</span>
        {run.domains.map((domain, i) =>
          hidden.has(domain.key) ? null : (
            <span key={domain.key} className="inline-flex items-center gap-1.5 text-muted">
              <span aria-hidden className="size-2 rounded-xs" style={{ background: domainColor(i) }} />
              <span className="sr-only">{domain.name}</span>
              <span data-reads={`domain-${domain.key}`} />
            </span>
          ),
        )}
        <span className="ml-auto text-faint" data-reads="iteration" />
      </figcaption>
      <div ref={target} className="w-full min-w-0 overflow-hidden" style={{ height }} />
    </figure>
  );
}
