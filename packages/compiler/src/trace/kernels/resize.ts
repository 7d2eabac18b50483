import type * as tf from '@tensorflow/tfjs-core';
import { cast } from '../../ir/elementwise.ts';
import { contract, matrixConstant } from '../../ir/matmul.ts';
import type { Value } from '../../ir/types.ts';
import { at, range } from '../../util.ts';
import { attrsOf, type Call, type Kernels } from '../kernel.ts';

interface ResizeAttrs {
  alignCorners: boolean;
  halfPixelCenters: boolean;
}
type Matrix = number[][];

/** Input pixels per output pixel. */
function ratio(from: number, to: number, { alignCorners }: ResizeAttrs): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** Row o holds the weights of the input pixels that make output pixel o. */
function linearRows(from: number, to: number, attrs: ResizeAttrs): Matrix {
  const scale = ratio(from, to, attrs);
  return range(to).map((o) => {
    const place = attrs.halfPixelCenters ? scale * (o + 0.5) - 0.5 : scale * o;
    const floor = Math.max(0, Math.floor(place));
    const ceil = Math.min(from - 1, Math.max(0, Math.ceil(place)));
    const rest = place - floor;
    const row = range(from).map(() => 0);
    row[floor] = (row[floor] ?? 0) + 1 - rest;
    row[ceil] = (row[ceil] ?? 0) + rest;
    return row;
  });
}

function nearestRows(from: number, to: number, attrs: ResizeAttrs): Matrix {
  const scale = ratio(from, to, attrs);
  return range(to).map((o) => {
    const place = attrs.halfPixelCenters ? scale * (o + 0.5) : scale * o;
    const nearest = Math.min(from - 1, attrs.alignCorners ? Math.round(place) : Math.floor(place));
    return range(from).map((i) => Number(i === nearest));
  });
}

const adjoint = (matrix: Matrix): Matrix => at(matrix, 0).map((_, column) => matrix.map((row) => at(row, column)));

type Rows = typeof linearRows;

/** Both axes of an image, one after the other: interpolation is separable. */
const resize =
  (rows: Rows) =>
  (call: Call): Value => {
    const images = call.input('images');
    const attrs = attrsOf<tf.ResizeBilinearAttrs>(call);
    const resized = [1, 2].reduce(
      (x, axis) =>
        contract(
          call.g,
          matrixConstant(call.g, rows(at(images.shape, axis), at(attrs.size, axis - 1), attrs)),
          x,
          axis,
        ),
      cast(call.g, images, 'float32'),
    );
    return rows === nearestRows ? cast(call.g, resized, images.dtype) : resized;
  };

/** The exact adjoint of the resize. TF.js's own kernels forget halfPixelCenters here. */
const resizeGrad =
  (rows: Rows) =>
  (call: Call): Value => {
    const images = call.input('images');
    const dy = call.input('dy');
    const attrs = attrsOf<ResizeAttrs>(call);
    return [1, 2].reduce(
      (x, axis) =>
        contract(
          call.g,
          matrixConstant(call.g, adjoint(rows(at(images.shape, axis), at(dy.shape, axis), attrs))),
          x,
          axis,
        ),
      dy,
    );
  };

export const RESIZES: Kernels = {
  ResizeBilinear: resize(linearRows),
  ResizeBilinearGrad: resizeGrad(linearRows),
  ResizeNearestNeighbor: resize(nearestRows),
  ResizeNearestNeighborGrad: resizeGrad(nearestRows),
};
