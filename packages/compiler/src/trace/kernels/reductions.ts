import * as tf from '@tensorflow/tfjs-core';
import { binary, cast, unary } from '../../ir/elementwise.ts';
import { reduce } from '../../ir/reduce.ts';
import { reshape } from '../../ir/shape.ts';
import type { ReduceFn, Shape, Value } from '../../ir/types.ts';
import { range } from '../../util.ts';
import { attrsOf, type Call, type Kernel, type Kernels } from '../kernel.ts';

interface ReduceAttrs {
  axis?: number | number[];
  reductionIndices?: number | number[];
  keepDims?: boolean;
}

const without = (shape: Shape, axes: readonly number[]) => shape.filter((_, axis) => !axes.includes(axis));

function axesOf(call: Call, x: Value): number[] {
  const { axis, reductionIndices } = attrsOf<ReduceAttrs>(call);
  const given = axis ?? reductionIndices;
  return given === undefined || given === null ? range(x.shape.length) : tf.util.parseAxisParam(given, [...x.shape]);
}

/** Reduces over the call's axes; TF.js asks for the axes to be dropped unless keepDims. */
function over(call: Call, fn: ReduceFn, x: Value): Value {
  const axes = axesOf(call, x);
  const reduced = reduce(call.g, fn, x, axes);
  return attrsOf<ReduceAttrs>(call).keepDims ? reduced : reshape(call.g, reduced, without(x.shape, axes));
}

const plain =
  (fn: ReduceFn): Kernel =>
  (call) =>
    over(call, fn, call.input('x'));

/** Booleans are summed as integers. */
function sum(call: Call): Value {
  const x = call.input('x');
  return over(call, 'ReduceSum', x.dtype === 'bool' ? cast(call.g, x, 'int32') : x);
}

const logical = (fn: 'ReduceMin' | 'ReduceMax'): Kernel => {
  return (call) => cast(call.g, over(call, fn, cast(call.g, call.input('x'), 'int32')), 'bool');
};

const arg = (fn: 'ArgMax' | 'ArgMin'): Kernel => {
  return (call) => {
    const x = call.input('x');
    const [axis = 0] = axesOf(call, x);
    const kept = x.shape.map((dim, i) => (i === axis ? 1 : dim));
    return reshape(call.g, call.g.value('arg', [x], { fn, axis }, kept, 'int32'), without(x.shape, [axis]));
  };
};

const cumsum: Kernel = (call) => {
  const { axis, exclusive, reverse } = attrsOf<tf.CumsumAttrs>(call);
  const x = call.input('x');
  return call.g.value('cumsum', [x], { axis, exclusive, reverse }, x.shape, x.dtype);
};

const softmax: Kernel = ({ g, input }) => {
  const logits = input('logits');
  return g.value('softmax', [logits], {}, logits.shape, 'float32');
};

/** (x - mean) / sqrt(variance + epsilon) * scale + offset. */
const batchNorm: Kernel = (call) => {
  const { g, input, optional } = call;
  const { varianceEpsilon } = attrsOf<tf.FusedBatchNormAttrs>(call);
  const deviation = unary(g, 'Sqrt', binary(g, 'Add', input('variance'), g.splat(varianceEpsilon, [], 'float32')));
  const normalised = binary(g, 'Div', binary(g, 'Sub', input('x'), input('mean')), deviation);
  const scale = optional('scale');
  const offset = optional('offset');
  const scaled = scale ? binary(g, 'Mul', normalised, scale) : normalised;
  return offset ? binary(g, 'Add', scaled, offset) : scaled;
};

export const REDUCTIONS: Kernels = {
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: arg('ArgMax'),
  ArgMin: arg('ArgMin'),
  Cumsum: cumsum,
  FusedBatchNorm: batchNorm,
  Max: plain('ReduceMax'),
  Mean: (call) => over(call, 'ReduceMean', cast(call.g, call.input('x'), 'float32')),
  Min: plain('ReduceMin'),
  Prod: plain('ReduceProd'),
  Softmax: softmax,
  Sum: sum,
};
