'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { ChartBoard } from './chart-board.ts';
import { attachGestures } from './chart-gestures.ts';
import type { ChartLook } from './chart-look.ts';
import type { PanelSpec } from './curves.ts';
import { PanelView } from './panel-view.tsx';

const NONE: readonly number[] = [];
const HEIGHTS = [400, 240, 168, 128, 112];

interface ChartStackProps {
  board: ChartBoard;
  panels: readonly PanelSpec[];
  look: ChartLook;
  /** Groups of lines that are not drawn. */
  hidden: ReadonlySet<string>;
  syncKey: string;
  /** Iteration marked in every panel. */
  mark: number | null;
  /** Iterations of live changes. */
  changes: readonly number[];
  /** Iterations that people commented on, in order. */
  pins?: readonly number[];
  onPick: (iteration: number) => void;
}

/** Panels over one shared axis, which wheel, fingers, mouse and keys zoom and pan together. */
export function ChartStack({
  board,
  panels,
  look,
  hidden,
  syncKey,
  mark,
  changes,
  pins = NONE,
  onPick,
}: ChartStackProps) {
  const t = useTranslations('chart');
  const area = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => board.set({ hidden, keep: look.keep }), [board, hidden, look.keep]);
  useEffect(() => board.setMark(mark), [board, mark]);
  useEffect(() => board.setChanges(changes), [board, changes]);
  const pinned = pins.join();
  useEffect(() => board.setPins(pinned.split(',').filter(Boolean).map(Number)), [board, pinned]);
  useEffect(() => board.start(), [board]);
  useEffect(
    () => (area.current ? attachGestures(area.current, board, (iteration) => pick.current(iteration)) : undefined),
    [board],
  );
  const height = HEIGHTS[Math.max(0, panels.length - 1)] ?? 112;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no place for pictures
    <div
      ref={area}
      role="group"
      aria-label={t('area')}
      aria-describedby={`${syncKey}-keys`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys zoom and pan
      tabIndex={0}
      className="mt-1 touch-pan-y rounded-md"
    >
      {panels.map((spec, i) => (
        <PanelView
          key={spec.id}
          board={board}
          spec={spec}
          syncKey={syncKey}
          height={height}
          log={look.scale === 'log'}
          spikes={look.spikes}
          withAxis={i === panels.length - 1}
          hidden={hidden}
          onPick={onPick}
        />
      ))}
      <p id={`${syncKey}-keys`} className="px-2 pt-1 text-2xs text-faint max-sm:sr-only">
        {t('hint')} {t('keys')}
      </p>
    </div>
  );
}
