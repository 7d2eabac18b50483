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

/**
 * One axis of a convolution done by F(m, r): `tiles` tiles of m outputs from n products each. With stride s the axis
 * falls into s phases, every s-th pixel each, and a convolution of stride 1 over each phase.
 */
export interface Axis {
  m: number;
  n: number;
  tiles: number;
  phases: number;
  outputs: number;
  /** Pixel of the bordered axis that window element i of a tile and phase shows, in order (i, tile, phase); -1: zero. */
  places: number[];
  /** [n][n], [m][n]: transforms of a window and of its products. */
  data: Matrix;
  inverse: Matrix;
}

export interface Pair {
  height: Axis;
  width: Axis;
}

/** Maps along height and width of what lies between an image and a convolution, [to][from]. */
export interface Border {
  height: Matrix;
  width: Matrix;
}

interface Extent {
  inputs: number;
  outputs: number;
  /** Zeros in front of the inputs. */
  padding: number;
  phases?: number;
}

/** One axis of a convolution with these matrices. */
export function axisOf(matrices: Matrices, cook: ToomCook, { inputs, outputs, padding, phases = 1 }: Extent): Axis {
  const m = cook.inverse.length;
  const n = cook.data.length;
  const tiles = Math.ceil(outputs / m);
  const places = range(n * tiles * phases).map((row) => {
    const tile = Math.floor(row / phases) % tiles;
    const step = tile * m + Math.floor(row / (tiles * phases));
    // Beyond the last window of a whole output anything goes: it only makes outputs that are cut off.
    if (step >= outputs + n - m) return inputs - 1;
    const place = step * phases + (row % phases) - padding;
    return place < 0 || place >= inputs ? -1 : place;
  });
  const data = matrices.unique(cook.data);
  return { m, n, tiles, phases, outputs, places, data, inverse: matrices.unique(cook.inverse) };
}

/**
 * Adjoint of cutting an axis of `inputs` pixels into windows and transforming each: [inputs][n * tiles], columns
 * (product, tile). For one phase.
 */
export function adjointOf(matrices: Matrices, { n, tiles, places, data }: Axis, inputs: number): Matrix {
  const adjoint = zeros(inputs, n * tiles);
  places.forEach((place, row) => {
    const [i, tile] = [Math.floor(row / tiles), row % tiles];
    for (const product of range(n)) {
      const column = product * tiles + tile;
      if (place >= 0) at(adjoint, place)[column] = (adjoint[place]?.[column] ?? 0) + at(at(data, product), i);
    }
  });
  return matrices.unique(adjoint);
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
 * Windows of `border x` [batch, height, width, channel], transformed: [product, tile, (phase,) channel]. All windows are picked
 * by one Gather of pixels, which also makes the border: a mirrored pixel is just picked again.
 */
export function imageTiles(t: Target, x: Value, plan: Pair, border: Border, again: boolean): Value {
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
  const pixels: number[] = [];
  for (const [i, j] of grid(h.n, w.n)) {
    for (const b of range(batch)) {
      for (const [down, across] of grid(h.tiles, w.tiles)) {
        for (const [lower, right] of grid(h.phases, w.phases)) {
          const y = at(row, (i * h.tiles + down) * h.phases + lower);
          pixels.push((b * high + y) * wide + at(column, (j * w.tiles + across) * w.phases + right));
        }
      }
    }
  }
  const flat = reshape(t.g, image, [batch * high * wide, channels]);
  const windows = gather(t.g, flat, t.g.constant(pixels, [pixels.length], 'int32'), 0, again);
  const tiles = batch * h.tiles * w.tiles;
  const deep = h.phases * w.phases * channels;
  const split = reshape(t.g, windows, [h.n, w.n, tiles * deep]);
  return reshape(t.g, transformed(t, split, h.data, w.data), [h.n * w.n, tiles, deep]);
}

/** Pairs (row, column) in row-major order. */
const grid = (rows: number, columns: number): [number, number][] =>
  range(rows * columns).map((i) => [Math.floor(i / columns), i % columns]);

const bordered = ({ g, matrices }: Target, x: Value, border: Border): Value =>
  contract(g, matrices.constant(border.width), contract(g, matrices.constant(border.height), x, 1), 2);

const untouched = ({ matrices }: Target, border: Border): Border => ({
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
 * Products back to an image by one dense matrix along each axis, [rows][product, tile]: where windows overlap and
 * mirrored pixels add up.
 */
export function mixedProducts(
  { g, matrices }: Target,
  products: Value,
  plan: Pair,
  batch: number,
  maps: Border,
): Value {
  const { height: h, width: w } = plan;
  const channels = at(products.shape, 2);
  const split = reshape(g, products, [h.n, w.n, batch, h.tiles, w.tiles, channels]);
  const sorted = transpose(g, split, [2, 0, 3, 1, 4, 5]);
  const rows = reshape(g, sorted, [batch, h.n * h.tiles, w.n * w.tiles, channels]);
  return contract(g, matrices.constant(maps.height), contract(g, matrices.constant(maps.width), rows, 2), 1);
}

/**
 * Like `fromProducts`, where the channels are those of 2 x 2 phases [lower, right, channel]: pixel (y, x) of phase
 * (lower, right) goes to (2y + lower, 2x + right).
 */
export function fromPhasedProducts(t: Target, products: Value, plan: Pair, batch: number): Value {
  const { height: h, width: w } = plan;
  const deep = at(products.shape, 2);
  const tiles = batch * h.tiles * w.tiles;
  const split = reshape(t.g, products, [h.n, w.n, tiles * deep]);
  const pixels = transformed(t, split, h.inverse, w.inverse);
  const parts = reshape(t.g, pixels, [h.m, w.m, batch, h.tiles, w.tiles, 2, 2, deep / 4]);
  const sorted = transpose(t.g, parts, [2, 3, 0, 5, 4, 1, 6, 7]);
  return reshape(t.g, sorted, [batch, 2 * h.tiles * h.m, 2 * w.tiles * w.m, deep / 4]);
}
