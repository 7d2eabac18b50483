import { at } from '../util.ts';
import type { Graph } from './graph.ts';
import type { Shape, Value, Window } from './types.ts';

/** The zero border of an image that a convolution can take over as its own padding, in its four sides. */
function ownPadding(x: Value, window: Window): { x: Value; window: Window } {
  if (x.kind !== 'pad' || x.attrs.mode !== 'constant' || x.attrs.value !== 0) return { x, window };
  const { before, after } = x.attrs;
  const border = [at(before, 1), at(before, 2), at(after, 1), at(after, 2)];
  const others = [at(before, 0), at(before, 3), at(after, 0), at(after, 3)];
  if (others.some((width) => width !== 0) || border.some((width) => width < 0)) return { x, window };
  const [top, left, bottom, right] = window.pads;
  const pads = [top + at(border, 0), left + at(border, 1), bottom + at(border, 2), right + at(border, 3)] as const;
  return { x: at(x.inputs, 0), window: { ...window, pads } };
}

/** Convolution of x [batch, height, width, in] with kernel [height, width, in, out]. */
export function conv(g: Graph, x: Value, kernel: Value, window: Window, shape: Shape): Value {
  const own = ownPadding(x, window);
  return g.value('conv', [own.x, kernel], own.window, shape, 'float32');
}

/** Gradient of `conv` with respect to its image of `shape`. */
export const convInputGrad = (g: Graph, dy: Value, kernel: Value, window: Window, shape: Shape): Value =>
  g.value('convInputGrad', [dy, kernel], window, shape, 'float32');

/** Gradient of `conv` with respect to its kernel of `shape`. */
export function convFilterGrad(g: Graph, x: Value, dy: Value, window: Window, shape: Shape): Value {
  const own = ownPadding(x, window);
  return g.value('convFilterGrad', [own.x, dy], own.window, shape, 'float32');
}
