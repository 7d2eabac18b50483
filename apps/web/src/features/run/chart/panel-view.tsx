'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useFormat } from '../../../lib/format/use-format.ts';
import { useResolvedTheme } from '../../../lib/theme/use-resolved-theme.ts';
import type { ChartBoard } from './chart-board.ts';
import type { PanelSpec } from './curves.ts';
import { SeriesPanel } from './series-panel.ts';

interface PanelViewProps {
  board: ChartBoard;
  spec: PanelSpec;
  syncKey: string;
  height: number;
  log: boolean;
  spikes: boolean;
  withAxis: boolean;
  hidden: ReadonlySet<string>;
  onPick: (iteration: number) => void;
}

/** The frame of a panel: its name, the readout that the panel writes into, and the canvas. */
export function PanelView({ board, spec, syncKey, height, log, spikes, withAxis, hidden, onPick }: PanelViewProps) {
  const t = useTranslations('chart');
  const format = useFormat();
  const theme = useResolvedTheme();
  const target = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLDivElement>(null);
  const latest = useRef({ onPick, format, t });
  latest.current = { onPick, format, t };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme needs the canvas with its new colours
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    const write = (name: string, text: string) => {
      const place = readout.current?.querySelector(`[data-reads="${CSS.escape(name)}"]`);
      if (place && place.textContent !== text) place.textContent = text;
    };
    const { lines } = spec;
    const panel = new SeriesPanel({
      target: element,
      height,
      log,
      spikes,
      withAxis,
      lines,
      syncKey,
      window: board.window,
      mark: board.mark,
      changes: board.changes,
      pins: board.pins,
      formatIteration: (iteration) => latest.current.format.integer(iteration),
      onZoom: (from, to) => board.zoomTo({ from, to }),
      onReset: () => board.zoomTo(null),
      onPick: (iteration) => latest.current.onPick(iteration),
      onRead: (iteration, values) => {
        const { format: f, t: say } = latest.current;
        write('iteration', iteration === null ? '' : say('at', { iteration: f.integer(iteration) }));
        lines.forEach(({ key }, i) => {
          const value = values[i];
          write(key, value === null || value === undefined ? '–' : f.loss(value));
        });
      },
    });
    const watcher = new ResizeObserver(() => {
      panel.resize(element.clientWidth, height);
      board.invalidate();
    });
    watcher.observe(element);
    const remove = board.add(spec.id, panel, lines);
    return () => {
      watcher.disconnect();
      remove();
    };
  }, [board, spec, syncKey, height, log, spikes, withAxis, theme]);

  return (
    <figure aria-label={t('panel', { series: spec.title })} className="min-w-0">
      <figcaption ref={readout} className="flex flex-wrap items-baseline gap-x-4 px-2 pt-2 text-xs">
        <span className="font-medium">{spec.title}</span>
        {spec.lines.map((line) =>
          line.group !== undefined && hidden.has(line.group) ? null : (
            <span key={line.key} className="inline-flex items-center gap-1.5 text-muted">
              <span aria-hidden className="size-2 rounded-xs" style={{ background: line.color }} />
              <span className={spec.named ? undefined : 'sr-only'}>{line.label}</span>
              <span data-reads={line.key} />
            </span>
          ),
        )}
        <span className="ml-auto text-faint" data-reads="iteration" />
      </figcaption>
      <div ref={target} className="w-full min-w-0 overflow-hidden" style={{ height }} />
    </figure>
  );
}
