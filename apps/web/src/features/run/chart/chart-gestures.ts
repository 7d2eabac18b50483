import type { ChartBoard } from './chart-board.ts';

/** How much a turn of the wheel zooms, a pixel. */
const WHEEL_RATE = 0.002;
const KEY_ZOOM = 2;
const KEY_PAN = 0.25;

/**
 * Zooming and panning a stack of charts by wheel, pinch, drag and keys. A plain wheel belongs to the page until the charts
 * have the focus. Returns the way to stop.
 */
export function attachGestures(area: HTMLElement, board: ChartBoard, onPick: (iteration: number) => void): () => void {
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ) => area.addEventListener(type, listener, { ...options, signal: stop.signal });

  on(
    'wheel',
    (event) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      const zooms = event.ctrlKey || event.metaKey || document.activeElement === area;
      if (sideways && board.getZoom()) {
        event.preventDefault();
        board.panBy((event.deltaX || event.deltaY) / board.width);
      } else if (zooms && !sideways) {
        event.preventDefault();
        // a trackpad's pinch comes as small steps of a wheel with ctrl
        const rate = event.ctrlKey ? 4 * WHEEL_RATE : WHEEL_RATE;
        board.zoomBy(Math.exp(event.deltaY * rate), board.iterationAt(event.clientX) ?? undefined);
      }
    },
    { passive: false },
  );

  on('keydown', (event) => {
    if (event.target !== area || event.ctrlKey || event.metaKey || event.altKey) return;
    if (keyAction(event, board, onPick)) event.preventDefault();
  });

  trackPointers(on, board);
  return () => stop.abort();
}

/** Whether the key meant something. */
export function keyAction(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  board: Pick<ChartBoard, 'zoomBy' | 'zoomTo' | 'panBy' | 'moveCursor' | 'clearCursor' | 'cursor'>,
  onPick: (iteration: number) => void,
): boolean {
  const across = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (across !== 0 && shiftKey) board.moveCursor(across);
  else if (across !== 0) board.panBy(across * KEY_PAN);
  else if (key === '+' || key === '=') board.zoomBy(1 / KEY_ZOOM, board.cursor ?? undefined);
  else if (key === '-' || key === '_') board.zoomBy(KEY_ZOOM, board.cursor ?? undefined);
  else if (key === '0') board.zoomTo(null);
  else if (key === 'Home') board.panBy(Number.NEGATIVE_INFINITY);
  else if (key === 'End') board.panBy(Number.POSITIVE_INFINITY);
  else if (key === 'Escape') board.clearCursor();
  else if (key === 'Enter' && board.cursor !== null) onPick(board.cursor);
  else return false;
  return true;
}

type On = <K extends keyof HTMLElementEventMap>(
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
) => void;

/** One finger, or the mouse with shift, pans; two fingers pinch. */
function trackPointers(on: On, board: ChartBoard): void {
  const down = new Map<number, number>();
  const spread = (xs: number[]) => Math.max(10, Math.abs((xs[0] ?? 0) - (xs[1] ?? 0)));
  on('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && !event.shiftKey) return;
    down.set(event.pointerId, event.clientX);
  });
  on('pointermove', (event) => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const old = [...down.values()];
    down.set(event.pointerId, event.clientX);
    const now = [...down.values()];
    if (down.size === 1) {
      // a move of less than an iteration counts with the next
      if (!board.panBy((before - event.clientX) / board.width)) down.set(event.pointerId, before);
    }
    if (down.size === 2) {
      const middle = ((now[0] ?? 0) + (now[1] ?? 0)) / 2;
      board.zoomBy(spread(old) / spread(now), board.iterationAt(middle) ?? undefined);
    }
  });
  for (const type of ['pointerup', 'pointercancel', 'pointerleave'] as const)
    on(type, (event) => {
      down.delete(event.pointerId);
    });
}
