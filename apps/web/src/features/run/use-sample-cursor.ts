import type { SampleSheet } from '@combogan/contracts';
import { useState } from 'react';

export interface SampleCursor {
  samples: readonly SampleSheet[];
  index: number;
  /** The sheet in sight; undefined before the first. */
  sheet: SampleSheet | undefined;
  /** Whether it follows the newest. */
  live: boolean;
  moveTo: (index: number) => void;
  /** Moves to the sheet nearest to an iteration. */
  moveNear: (iteration: number) => void;
  follow: () => void;
}

/** Which sample sheet is in sight: the newest, until someone moves. Moving to the newest follows again. */
export function useSampleCursor(samples: readonly SampleSheet[]): SampleCursor {
  const [pinned, setPinned] = useState<number | null>(null);
  const newest = samples.length - 1;
  const found = pinned === null ? -1 : samples.findIndex(({ iteration }) => iteration === pinned);
  const index = found >= 0 ? found : Math.max(0, newest);
  const moveTo = (next: number) => {
    const clamped = Math.min(newest, Math.max(0, next));
    setPinned(clamped >= newest ? null : (samples[clamped]?.iteration ?? null));
  };
  return {
    samples,
    index,
    sheet: samples[index],
    live: found < 0,
    moveTo,
    moveNear: (iteration) => moveTo(nearest(samples, iteration)),
    follow: () => setPinned(null),
  };
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
