import { useEffect, useState } from 'react';
import { paths } from '../../lib/api/paths.ts';
import type { SampleCursor } from '../run/use-sample-cursor.ts';

/** How long a sheet stays in sight while playing: long enough to see a change, short enough to see a movement. */
const STAY_MS = 300;

export interface Play {
  playing: boolean;
  toggle: () => void;
}

/** Plays the sheets in order, from the first when it stands at the last, each once its image has come. */
export function usePlay(runId: string, cursor: SampleCursor): Play {
  const [playing, setPlaying] = useState(false);
  const { samples, index, moveTo } = cursor;
  const next = samples[index + 1];
  useEffect(() => {
    if (!playing) return;
    if (!next) {
      setPlaying(false);
      return;
    }
    const image = new Image();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const go = () => {
      timer = setTimeout(() => moveTo(index + 1), STAY_MS);
    };
    image.onload = go;
    image.onerror = go;
    image.src = paths.sample(runId, next.iteration);
    return () => {
      image.onload = null;
      image.onerror = null;
      clearTimeout(timer);
    };
  }, [playing, next, index, moveTo, runId]);
  const toggle = () => {
    if (!playing && !next) moveTo(0);
    setPlaying(!playing);
  };
  return { playing, toggle };
}
