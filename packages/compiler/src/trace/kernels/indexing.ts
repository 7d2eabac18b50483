import type * as tf from '@tensorflow/tfjs-core';
import { binary, cast, select } from '../../ir/elementwise.ts';
import { matmul } from '../../ir/matmul.ts';
import { gather, reshape } from '../../ir/shape.ts';
import type { Value } from '../../ir/types.ts';
import { at, range, sizeOf } from '../../util.ts';
import { attrsOf, type Call, type Kernels, Unsupported } from '../kernel.ts';

/** [..., depth] booleans: does the index equal the position? */
function matches(call: Call, indices: Value, depth: number): Value {
  const positions = call.g.constant(range(depth), [depth], 'int32');
  return binary(call.g, 'Equal', reshape(call.g, cast(call.g, indices, 'int32'), [...indices.shape, 1]), positions);
}

const oneHot = (call: Call): Value => {
  const { depth, onValue, offValue, dtype } = attrsOf<tf.OneHotAttrs>(call);
  const type = dtype === 'int32' || dtype === 'bool' ? dtype : 'float32';
  const hit = matches(call, call.input('indices'), depth);
  return cast(
    call.g,
    select(call.g, hit, call.g.splat(onValue, [], 'float32'), call.g.splat(offValue, [], 'float32')),
    type,
  );
};

const gatherV2 = (call: Call): Value => {
  const { axis, batchDims } = attrsOf<tf.GatherV2Attrs>(call);
  if (batchDims !== 0) throw new Unsupported(`batchDims ${batchDims}: only 0`);
  const x = call.input('x');
  const indices = call.input('indices');
  const along = axis < 0 ? axis + x.shape.length : axis;
  const picked = gather(call.g, x, reshape(call.g, cast(call.g, indices, 'int32'), [sizeOf(indices.shape)]), along);
  return reshape(call.g, picked, [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)]);
};

/** Adds up rows with the same id, as a product with the 0/1 matrix of who belongs where. */
const segmentSum = (call: Call): Value => {
  const { numSegments } = attrsOf<tf.UnsortedSegmentSumAttrs>(call);
  const x = call.input('x');
  const ids = call.input('segmentIds');
  if (ids.shape.length !== 1) throw new Unsupported(`segmentIds of rank ${ids.shape.length}: only 1`);
  const rows = at(x.shape, 0);
  const member = cast(call.g, matches(call, ids, numSegments), 'float32');
  const flat = reshape(call.g, cast(call.g, x, 'float32'), [rows, sizeOf(x.shape) / Math.max(1, rows)]);
  const summed = matmul(call.g, member, flat, { transposeA: true });
  return cast(call.g, reshape(call.g, summed, [numSegments, ...x.shape.slice(1)]), x.dtype);
};

export const INDEXING: Kernels = { GatherV2: gatherV2, OneHot: oneHot, UnsortedSegmentSum: segmentSum };
