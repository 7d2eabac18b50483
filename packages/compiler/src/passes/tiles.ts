import type { Graph } from '../ir/graph.ts';
import { contract } from '../ir/matmul.ts';
import { gather, pad, reshape, slice, transpose } from '../ir/shape.ts';
import type { Value } from '../ir/types.ts';
import { at, range } from '../util.ts';
import { type Matrices, type Matrix, zeros } from './linear.ts';
import type { ToomCook } from './toom-cook.ts';

/** What the rewriting writes to. */
export interface Target {
  g: Graph;
  matrices: Matrices;
}

/** One axis of a convolution done by F(m, r): `tiles` tiles of m outputs from n products each. */
export interface Axis {
  m: number;
  n: number;
  tiles: number;
  outputs: number;
  /** [n * tiles]: place in the bordered axis that element i of a tile's window lies at, rows (i, tile); -1 for zeros. */
  places: number[];
  /** [n][n], [m][n]: transforms of a window and of its products. */
  data: Matrix;
  inverse: Matrix;
  /** [inputs][n * tiles]: adjoint of cutting the axis into windows and transforming each, columns (product, tile). */
  gather: Matrix;
}

interface Pair {
  height: Axis;
  width: Axis;
}

interface Extent {
  inputs: number;
  outputs: number;
  padding: number;
}

/** One axis of a convolution with these matrices over `inputs` pixels with `padding` zeros in front. */
export function axisOf(matrices: Matrices, cook: ToomCook, { inputs, outputs, padding }: Extent): Axis {
  const m = cook.inverse.length;
  const n = cook.data.length;
  const tiles = Math.ceil(outputs / m);
  const adjoint = zeros(inputs, n * tiles);
  const places = range(n * tiles).map((row) => {
    const place = (row % tiles) * m + Math.floor(row / tiles) - padding;
    // Beyond the last window of a whole output anything goes: it only makes outputs that are cut off.
    const isCut = place + padding >= outputs + n - m;
    if (isCut) return inputs - 1;
    return place < 0 || place >= inputs ? -1 : place;
  });
  for (const tile of range(tiles)) {
    for (const i of range(n)) {
      const place = tile * m + i - padding;
      if (place < 0 || place >= inputs) continue;
      for (const product of range(n)) at(adjoint, place)[product * tiles + tile] = at(at(cook.data, product), i);
    }
  }
  return {
    m,
    n,
    tiles,
    outputs,
    places,
    data: matrices.unique(cook.data),
    inverse: matrices.unique(cook.inverse),
    gather: matrices.unique(adjoint),
  };
}

/** For each row of a map the only column it shows, -1 for a row of zeros; undefined when a row mixes columns. */
function selection(map: Matrix): number[] | undefined {
  const shown: number[] = [];
  for (const row of map) {
    const columns = row.flatMap((value, column) => (value === 0 ? [] : [column]));
    const [column = -1] = columns;
    if (columns.length > 1 || (column >= 0 && row[column] !== 1)) return undefined;
    shown.push(column);
  }
  return shown;
}

/** A small matrix along each of the first two axes of [height product, width product, rest]. */
const transformed = ({ g, matrices }: Target, x: Value, height: Matrix, width: Matrix): Value =>
  contract(g, matrices.constant(width), contract(g, matrices.constant(height), x, 0), 1);

/**
 * Windows of `border x` [batch, height, width, channel], transformed: [product, tile, channel]. All windows are picked
 * by one Gather of pixels, which also makes the border: a mirrored pixel is just picked again.
 */
export function imageTiles(
  t: Target,
  x: Value,
  plan: Pair,
  border: { height: Matrix; width: Matrix },
  again: boolean,
): Value {
  const { height: h, width: w } = plan;
  const [batch = 1, , , channels = 1] = x.shape;
  const rows = selection(border.height);
  const columns = selection(border.width);
  if (!rows || !columns) return imageTiles(t, bordered(t, x, border), plan, untouched(t, border), again);
  const rowOf = h.places.map((place) => (place < 0 ? -1 : at(rows, place)));
  const columnOf = w.places.map((place) => (place < 0 ? -1 : at(columns, place)));
  // Zeros are picked from a row and a column added behind the image.
  const extra = [0, Number(rowOf.includes(-1)), Number(columnOf.includes(-1)), 0];
  const image = pad(t.g, x, [0, 0, 0, 0], extra);
  const [, high = 1, wide = 1] = image.shape;
  const row = rowOf.map((place) => (place < 0 ? high - 1 : place));
  const column = columnOf.map((place) => (place < 0 ? wide - 1 : place));
  const tiles = h.tiles * w.tiles;
  const pixels: number[] = [];
  for (const i of range(h.n)) {
    for (const j of range(w.n)) {
      for (const b of range(batch)) {
        for (const tile of range(tiles)) {
          const y = at(row, i * h.tiles + Math.floor(tile / w.tiles));
          pixels.push((b * high + y) * wide + at(column, j * w.tiles + (tile % w.tiles)));
        }
      }
    }
  }
  const flat = reshape(t.g, image, [batch * high * wide, channels]);
  const windows = gather(t.g, flat, t.g.constant(pixels, [pixels.length], 'int32'), 0, again);
  const split = reshape(t.g, windows, [h.n, w.n, batch * tiles * channels]);
  return reshape(t.g, transformed(t, split, h.data, w.data), [h.n * w.n, batch * tiles, channels]);
}

const bordered = ({ g, matrices }: Target, x: Value, border: { height: Matrix; width: Matrix }): Value =>
  contract(g, matrices.constant(border.width), contract(g, matrices.constant(border.height), x, 1), 2);

const untouched = ({ matrices }: Target, border: { height: Matrix; width: Matrix }) => ({
  height: matrices.identity(border.height.length),
  width: matrices.identity(border.width.length),
});

/** [product, tile, channel] back to an image [batch, height, width, channel] of outputs. */
export function fromProducts(t: Target, products: Value, plan: Pair, batch: number): Value {
  const { height: h, width: w } = plan;
  const channels = at(products.shape, 2);
  const tiles = batch * h.tiles * w.tiles;
  const split = reshape(t.g, products, [h.n, w.n, tiles * channels]);
  const pixels = transformed(t, split, h.inverse, w.inverse);
  const parts = reshape(t.g, pixels, [h.m, w.m, batch, h.tiles, w.tiles, channels]);
  const sorted = transpose(t.g, parts, [2, 3, 0, 4, 1, 5]);
  const image = reshape(t.g, sorted, [batch, h.tiles * h.m, w.tiles * w.m, channels]);
  return slice(t.g, image, [0, 0, 0, 0], [batch, h.outputs, w.outputs, channels]);
}

/** The adjoint of `fromProducts`: the gradient of an image of outputs to [product, tile, channel]. */
export function gradientTiles(t: Target, dy: Value, plan: Pair): Value {
  const { height: h, width: w } = plan;
  const [batch = 1, , , channels = 1] = dy.shape;
  const full = pad(t.g, dy, [0, 0, 0, 0], [0, h.tiles * h.m - h.outputs, w.tiles * w.m - w.outputs, 0]);
  const parts = reshape(t.g, full, [batch, h.tiles, h.m, w.tiles, w.m, channels]);
  const sorted = transpose(t.g, parts, [2, 4, 0, 1, 3, 5]);
  const tiles = batch * h.tiles * w.tiles;
  const split = reshape(t.g, sorted, [h.m, w.m, tiles * channels]);
  const products = transformed(t, split, t.matrices.adjoint(h.inverse), t.matrices.adjoint(w.inverse));
  return reshape(t.g, products, [h.n * w.n, tiles, channels]);
}

/**
 * The adjoint of `imageTiles` but for the border, then `after` along height and width. Windows overlap and mirrored
 * pixels add up, so that this is one dense matrix along each axis.
 */
export function imageGradient(
  { g, matrices }: Target,
  products: Value,
  plan: Pair,
  batch: number,
  after: { height: Matrix; width: Matrix },
): Value {
  const { height: h, width: w } = plan;
  const channels = at(products.shape, 2);
  const split = reshape(g, products, [h.n, w.n, batch, h.tiles, w.tiles, channels]);
  const sorted = transpose(g, split, [2, 0, 3, 1, 4, 5]);
  const rows = reshape(g, sorted, [batch, h.n * h.tiles, w.n * w.tiles, channels]);
  const height = matrices.constant(matrices.product(after.height, h.gather));
  const width = matrices.constant(matrices.product(after.width, w.gather));
  return contract(g, height, contract(g, width, rows, 2), 1);
}
