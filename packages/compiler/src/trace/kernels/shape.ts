import * as tf from '@tensorflow/tfjs-core';
import { cast } from '../../ir/elementwise.ts';
import { concat, gather, pad, reshape, reverse, slice, tile, transpose } from '../../ir/shape.ts';
import type { Value } from '../../ir/types.ts';
import { at, range, sizeOf } from '../../util.ts';
import { attrsOf, type Call, type Kernels, Unsupported } from '../kernel.ts';

const reshaped = (call: Call): Value => {
  const x = call.input('x');
  return reshape(call.g, x, tf.util.inferFromImplicitShape(attrsOf<tf.ReshapeAttrs>(call).shape, sizeOf(x.shape)));
};

const expandDims = (call: Call): Value => {
  const x = call.input('input');
  const { dim } = attrsOf<tf.ExpandDimsAttrs>(call);
  return reshape(call.g, x, [...x.shape].toSpliced(dim < 0 ? x.shape.length + dim + 1 : dim, 0, 1));
};

const sliced = (call: Call): Value => {
  const x = call.input('x');
  const { begin, size } = attrsOf<tf.SliceAttrs>(call);
  const [from, many] = tf.slice_util.parseSliceParams({ dataId: {}, shape: [...x.shape], dtype: x.dtype }, begin, size);
  return slice(call.g, x, from as number[], many as number[]);
};

const stridedSlice = (call: Call): Value => {
  const x = call.input('x');
  const a = attrsOf<tf.StridedSliceAttrs>(call);
  const info = tf.slice_util.sliceInfo(
    [...x.shape],
    a.begin,
    a.end,
    a.strides,
    a.beginMask,
    a.endMask,
    a.ellipsisMask,
    a.newAxisMask,
    a.shrinkAxisMask,
  );
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  if (size.some((dim) => dim === 0)) return call.g.constant([], info.finalShape, x.dtype);
  const step = info.strides.map((by, axis) => (at(size, axis) === 1 ? 1 : by));
  return reshape(call.g, slice(call.g, x, info.begin, size, step), info.finalShape);
};

const axisOf = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

const concatenated = (call: Call): Value => {
  const rank = at(call.list, 0).shape.length;
  return concat(call.g, call.list, axisOf(attrsOf<tf.ConcatAttrs>(call).axis, rank));
};

const pack = (call: Call): Value => {
  const axis = axisOf(attrsOf<tf.PackAttrs>(call).axis, at(call.list, 0).shape.length + 1);
  const parts = call.list.map((x) => reshape(call.g, x, [...x.shape].toSpliced(axis, 0, 1)));
  return concat(call.g, parts, axis);
};

/** Consecutive pieces of an axis. */
function pieces(call: Call, x: Value, axis: number, sizes: readonly number[]): Value[] {
  let from = 0;
  return sizes.map((many) => {
    const begin = x.shape.map((_, i) => (i === axis ? from : 0));
    from += many;
    return slice(
      call.g,
      x,
      begin,
      x.shape.map((dim, i) => (i === axis ? many : dim)),
    );
  });
}

const unpack = (call: Call): Value[] => {
  const value = call.input('value');
  const axis = axisOf(attrsOf<tf.UnpackAttrs>(call).axis, value.shape.length);
  const rest = value.shape.filter((_, i) => i !== axis);
  const ones = range(at(value.shape, axis)).map(() => 1);
  return pieces(call, value, axis, ones).map((piece) => reshape(call.g, piece, rest));
};

const splitV = (call: Call): Value[] => {
  const x = call.input('x');
  const { numOrSizeSplits, axis } = attrsOf<tf.SplitVAttrs>(call);
  const along = axisOf(axis, x.shape.length);
  const tensor = { shape: [...x.shape] } as tf.Tensor;
  return pieces(call, x, along, tf.backend_util.prepareSplitSize(tensor, numOrSizeSplits, along));
};

const padded = (call: Call): Value => {
  const { paddings, constantValue } = attrsOf<tf.PadV2Attrs>(call);
  const before = paddings.map(([width]) => width);
  const after = paddings.map(([, width]) => width);
  return pad(call.g, call.input('x'), before, after, 'constant', constantValue);
};

/** Indices of a mirrored axis: the edge is repeated when `edge` is 1, not when it is 0. */
function mirrored(dim: number, before: number, after: number, edge: 0 | 1): number[] {
  const first = range(before).map((i) => before - i - edge);
  const last = range(after).map((i) => dim - 2 - i + edge);
  return [...first, ...range(dim), ...last];
}

const mirrorPad = (call: Call): Value => {
  const { paddings, mode } = attrsOf<tf.MirrorPadAttrs>(call);
  const x = call.input('x');
  if (mode === 'reflect') {
    return pad(
      call.g,
      x,
      paddings.map(([b]) => b),
      paddings.map(([, a]) => a),
      'reflect',
    );
  }
  return paddings.reduce((image, [before, after], axis) => {
    if (before === 0 && after === 0) return image;
    const indices = mirrored(at(image.shape, axis), before, after, 1);
    return gather(call.g, image, call.g.constant(indices, [indices.length], 'int32'), axis);
  }, x);
};

const tiled = (call: Call): Value => tile(call.g, call.input('x'), attrsOf<tf.TileAttrs>(call).reps);

const reversed = (call: Call): Value => {
  const x = call.input('x');
  return reverse(call.g, x, tf.util.parseAxisParam(attrsOf<tf.ReverseAttrs>(call).dims, [...x.shape]));
};

const depthToSpace = (call: Call): Value => {
  const { blockSize: s, dataFormat } = attrsOf<tf.DepthToSpaceAttrs>(call);
  if (dataFormat !== 'NHWC') throw new Unsupported(`dataFormat ${dataFormat}`);
  const x = call.input('x');
  const [b = 1, h = 1, w = 1, c = 1] = x.shape;
  const depth = c / (s * s);
  const blocks = reshape(call.g, x, [b, h, w, s, s, depth]);
  return reshape(call.g, transpose(call.g, blocks, [0, 1, 3, 2, 4, 5]), [b, h * s, w * s, depth]);
};

const spaceToBatch = (call: Call): Value => {
  const { blockShape, paddings } = attrsOf<tf.SpaceToBatchNDAttrs>(call);
  const x = call.input('x');
  const zero = range(x.shape.length - 1 - paddings.length).map(() => 0);
  const widths = (side: 0 | 1) => [0, ...paddings.map((width) => at(width, side)), ...zero];
  const full = pad(call.g, x, widths(0), widths(1));
  const { g } = call;
  const prod = sizeOf(blockShape);
  const inner = tf.backend_util.getReshaped([...full.shape], blockShape, prod, false);
  const perm = tf.backend_util.getPermuted(inner.length, blockShape.length, false);
  const shape = tf.backend_util.getReshapedPermuted([...full.shape], blockShape, prod, false);
  return reshape(g, transpose(g, reshape(g, full, inner), perm), shape);
};

const batchToSpace = (call: Call): Value => {
  const { blockShape, crops } = attrsOf<tf.BatchToSpaceNDAttrs>(call);
  const { g } = call;
  const x = call.input('x');
  const shape = [...x.shape];
  const prod = sizeOf(blockShape);
  const inner = tf.backend_util.getReshaped(shape, blockShape, prod);
  const perm = tf.backend_util.getPermuted(inner.length, blockShape.length);
  const outer = tf.backend_util.getReshapedPermuted(shape, blockShape, prod);
  // Axes after the blocks are not listed.
  const begin = [...tf.backend_util.getSliceBeginCoords(crops, blockShape.length), ...outer.map(() => 0)];
  const given = tf.backend_util.getSliceSize(outer, crops, blockShape.length);
  const size = outer.map((dim, axis) => given[axis] ?? dim);
  return slice(g, reshape(g, transpose(g, reshape(g, x, inner), perm), outer), begin.slice(0, outer.length), size);
};

export const SHAPES: Kernels = {
  BatchToSpaceND: batchToSpace,
  Concat: concatenated,
  DepthToSpace: depthToSpace,
  ExpandDims: expandDims,
  Fill: ({ g, attrs }) => {
    const { shape, value, dtype } = attrs as unknown as { shape: number[]; value: number; dtype?: string };
    return g.splat(value, shape, dtype === 'int32' || dtype === 'bool' ? dtype : 'float32');
  },
  LinSpace: (call) => {
    const { start, stop, num } = attrsOf<tf.LinSpaceAttrs>(call);
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    return call.g.constant(
      range(num).map((i) => start + i * step),
      [num],
      'float32',
    );
  },
  MirrorPad: mirrorPad,
  OnesLike: ({ g, input }) => g.splat(1, input('x').shape, input('x').dtype),
  Pack: pack,
  PadV2: padded,
  Range: (call) => {
    const { start, stop, step, dtype } = attrsOf<tf.RangeAttrs>(call);
    const count = Math.max(0, Math.ceil((stop - start) / step));
    const values = call.g.constant(
      range(count).map((i) => start + i * step),
      [count],
      'float32',
    );
    return cast(call.g, values, dtype);
  },
  Reshape: reshaped,
  Reverse: reversed,
  Slice: sliced,
  SpaceToBatchND: spaceToBatch,
  SplitV: splitV,
  StridedSlice: stridedSlice,
  Tile: tiled,
  Transpose: (call) => transpose(call.g, call.input('x'), attrsOf<tf.TransposeAttrs>(call).perm),
  Unpack: unpack,
  ZerosLike: ({ g, input }) => g.splat(0, input('x').shape, input('x').dtype),
};
