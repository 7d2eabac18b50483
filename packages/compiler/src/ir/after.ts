import type { Graph } from './graph.ts';
import type { Value } from './types.ts';

/** x itself, but there only once the others are computed. */
export const after = (g: Graph, x: Value, others: readonly Value[]): Value =>
  others.length === 0 ? x : g.value('after', [x, ...others], {}, x.shape, x.dtype);
