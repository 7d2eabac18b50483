import type { SampleRef } from '@combogan/contracts';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Cell } from '../samples/sample-matrix.tsx';

export interface SampleCursor {
  samples: readonly SampleRef[];
  index: number;
  /** The sheet in sight; undefined before the first. */
  sheet: SampleRef | undefined;
  /** Whether it follows the newest. */
  live: boolean;
  moveTo: (index: number) => void;
  /** Moves to the sheet nearest to an iteration. */
  moveNear: (iteration: number) => void;
  follow: () => void;
  /** The cell that is open large. */
  cell: Cell | null;
  openCell: (cell: Cell | null) => void;
}

/** Which sample sheet is in sight: the newest, until someone moves. Moving to the newest follows again. */
export function useSampleCursor(samples: readonly SampleRef[]): SampleCursor {
  const [pinned, setPinned] = useState<number | null>(null);
  const [cell, openCell] = useState<Cell | null>(null);
  const newest = samples.length - 1;
  const found = pinned === null ? -1 : samples.findIndex(({ iteration }) => iteration === pinned);
  const index = found >= 0 ? found : Math.max(0, newest);
  const latest = useRef(samples);
  latest.current = samples;
  const moveTo = useCallback((next: number) => {
    const end = latest.current.length - 1;
    const clamped = Math.min(end, Math.max(0, next));
    setPinned(clamped >= end ? null : (latest.current[clamped]?.iteration ?? null));
  }, []);
  const moveNear = useCallback((iteration: number) => moveTo(nearest(latest.current, iteration)), [moveTo]);
  const follow = useCallback(() => setPinned(null), []);
  const live = found < 0;
  return useMemo(
    () => ({ samples, index, sheet: samples[index], live, moveTo, moveNear, follow, cell, openCell }),
    [samples, index, live, moveTo, moveNear, follow, cell],
  );
}

/** Index of the sheet nearest to an iteration, the earlier of two. */
export function nearest(samples: readonly { iteration: number }[], iteration: number): number {
  let best = 0;
  samples.forEach((sheet, i) => {
    const known = samples[best]?.iteration ?? 0;
    if (Math.abs(sheet.iteration - iteration) < Math.abs(known - iteration)) best = i;
  });
  return best;
}
