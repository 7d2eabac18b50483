import type { KeyboardEvent } from 'react';
import type { SampleCursor } from '../run/use-sample-cursor.ts';

/** Controls that have a use of their own for the arrow keys. */
const TAKES_ARROWS = '[role="radio"], [role="slider"], [role="tab"], input, select, textarea';

/** Moves the cursor by the keys of a slider, wherever the focus is. Says whether the key was one. */
export function moveByKey(event: KeyboardEvent, { samples, index, moveTo }: SampleCursor): boolean {
  if (event.defaultPrevented || (event.target instanceof Element && event.target.matches(TAKES_ARROWS))) return false;
  const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: samples.length - 1 }[event.key];
  if (to === undefined) return false;
  event.preventDefault();
  moveTo(to);
  return true;
}
