import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { anyShape, binaryCase, type Case, dims, type Sample, unaryCase } from '../case.ts';

const positive = { range: [0.2, 3] as [number, number] };
const integers = { dtype: 'int32' as const, range: [-5, 6] as [number, number], gradient: false };
const booleans = { dtype: 'bool' as const, range: [0, 2] as [number, number], gradient: false };
const open = { range: [-0.9, 0.9] as [number, number] };

const select: Case = {
  kernels: ['Select'],
  sample: anyShape.map(
    (shape): Sample => ({
      inputs: { c: { shape, dtype: 'bool', range: [0, 2] }, a: { shape }, b: { shape } },
      run: ({ c, a, b }) => tf.where(c as tf.Tensor, a as tf.Tensor, b as tf.Tensor),
    }),
  ),
};

/** Two tensors of the same shape. */
const sameShapeCase = (kernel: string, run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Case => ({
  kernels: [kernel],
  sample: anyShape.map(
    (shape): Sample => ({
      inputs: { a: { shape }, b: { shape } },
      run: ({ a, b }) => run(a as tf.Tensor, b as tf.Tensor),
    }),
  ),
});

const addN: Case = {
  kernels: ['AddN'],
  sample: fc.tuple(anyShape, dims(1, 4)).map(
    ([shape, count]): Sample => ({
      inputs: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, { shape }])),
      run: (inputs) => tf.addN(Object.values(inputs)),
    }),
  ),
};

const prelu: Case = {
  kernels: ['Prelu'],
  sample: anyShape.map(
    (shape): Sample => ({
      inputs: { x: { shape }, alpha: { shape: shape.slice(-1) } },
      run: ({ x, alpha }) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor),
    }),
  ),
};

const preluBroadcast: Case = {
  kernels: ['Prelu'],
  sample: dims(2, 5).map(
    (size): Sample => ({
      inputs: { x: { shape: [1, size] }, alpha: { shape: [3, size] } },
      run: ({ x, alpha }) => tf.prelu(x as tf.Tensor, alpha as tf.Tensor),
      gradient: false,
    }),
  ),
};

const casts: Case = {
  kernels: ['Cast'],
  sample: fc.tuple(anyShape, fc.constantFrom('int32' as const, 'bool' as const, 'float32' as const)).map(
    ([shape, to]): Sample => ({
      inputs: { x: { shape, range: [-3, 3] } },
      run: ({ x }) => tf.cast(x as tf.Tensor, to),
      gradient: to === 'float32',
    }),
  ),
};

/** Constants in every position, so that folding and simplifying are seen to change nothing. */
const simplified: Case = {
  kernels: ['Add', 'Multiply', 'Sub', 'RealDiv', 'Neg'],
  sample: fc.tuple(anyShape, fc.constantFrom(0, 1, -1, 2, 0.5)).map(
    ([shape, c]): Sample => ({
      inputs: { x: { shape, range: [0.5, 2] } },
      run: (inputs) => {
        const x = inputs.x as tf.Tensor;
        const constant = tf.fill([...shape], c);
        return [
          tf.add(x, constant),
          tf.mul(tf.mul(x, c), 3),
          tf.sub(c, x),
          tf.sub(tf.neg(x), tf.neg(constant)),
          tf.add(x, tf.neg(x)),
          tf.div(x, 4),
          tf.pow(x, 2),
          tf.mul(x, tf.add(constant, tf.scalar(2))),
          tf.add(tf.scalar(1), tf.mul(tf.ones([3, ...shape]), x)),
        ];
      },
    }),
  ),
};

export const ELEMENTWISE_CASES: Case[] = [
  unaryCase('Abs', tf.abs),
  unaryCase('Abs', tf.abs, integers),
  unaryCase('Acos', tf.acos, open),
  unaryCase('Acosh', tf.acosh, { range: [1.1, 4] }),
  unaryCase('Asin', tf.asin, open),
  unaryCase('Asinh', tf.asinh),
  unaryCase('Atan', tf.atan),
  unaryCase('Atanh', tf.atanh, open),
  unaryCase('Ceil', tf.ceil, { range: [-4, 4] }),
  unaryCase('ClipByValue', (x) => tf.clipByValue(x, -0.4, 0.6)),
  unaryCase('Cos', tf.cos),
  unaryCase('Cosh', tf.cosh),
  unaryCase('Elu', tf.elu),
  { ...unaryCase('Elu', tf.elu), kernels: ['EluGrad'] },
  unaryCase('Erf', tf.erf),
  unaryCase('Exp', tf.exp),
  unaryCase('Expm1', tf.expm1),
  unaryCase('Floor', tf.floor, { range: [-4, 4] }),
  unaryCase('Identity', (x) => tf.clone(x)),
  unaryCase('IsFinite', tf.isFinite, { gradient: false }),
  unaryCase('IsInf', (x) => tf.isInf(tf.div(1, tf.floor(tf.abs(x)))), { range: [-3, 3], gradient: false }),
  unaryCase('IsNan', (x) => tf.isNaN(tf.sqrt(x)), { gradient: false }),
  unaryCase('LeakyRelu', (x) => tf.leakyRelu(x, 0.3)),
  unaryCase('Log', tf.log, positive),
  unaryCase('Log1p', tf.log1p, positive),
  unaryCase('LogicalNot', tf.logicalNot, booleans),
  unaryCase('Neg', tf.neg),
  unaryCase('Neg', tf.neg, integers),
  unaryCase('Reciprocal', tf.reciprocal, positive),
  unaryCase('Relu', tf.relu),
  unaryCase('Relu6', tf.relu6, { range: [-3, 9] }),
  unaryCase('Round', tf.round, { range: [-4, 4] }),
  unaryCase('Rsqrt', tf.rsqrt, positive),
  unaryCase('Selu', tf.selu),
  unaryCase('Sigmoid', tf.sigmoid, { range: [-5, 5] }),
  unaryCase('Sign', tf.sign),
  unaryCase('Sin', tf.sin),
  unaryCase('Sinh', tf.sinh),
  unaryCase('Softplus', tf.softplus, { range: [-5, 5] }),
  unaryCase('Sqrt', tf.sqrt, positive),
  unaryCase('Square', tf.square),
  unaryCase('Step', (x) => tf.step(x, 0.1)),
  unaryCase('Step', (x) => tf.mul(x, tf.step(x, 0.1))),
  unaryCase('Tan', tf.tan),
  unaryCase('Tanh', tf.tanh),
  binaryCase('Add', tf.add),
  binaryCase('Add', tf.add, integers),
  binaryCase('Atan2', tf.atan2),
  binaryCase('Equal', tf.equal, integers),
  binaryCase('FloorDiv', tf.floorDiv, { ...integers, second: [1, 5] }),
  binaryCase('Greater', tf.greater, { gradient: false }),
  binaryCase('GreaterEqual', tf.greaterEqual, integers),
  binaryCase('Less', tf.less, { gradient: false }),
  binaryCase('LessEqual', tf.lessEqual, integers),
  binaryCase('LogicalAnd', tf.logicalAnd, booleans),
  binaryCase('LogicalOr', tf.logicalOr, booleans),
  // TF.js lacks the sum over broadcast axes in the gradients of these three.
  binaryCase('Maximum', tf.maximum, { gradient: false }),
  sameShapeCase('Maximum', tf.maximum),
  binaryCase('Minimum', tf.minimum, { gradient: false }),
  sameShapeCase('Minimum', tf.minimum),
  binaryCase('Mod', tf.mod, { range: [-5, 5], second: [0.7, 2], gradient: false }),
  binaryCase('Mod', tf.mod, { ...integers, second: [1, 5] }),
  binaryCase('Multiply', tf.mul),
  binaryCase('Multiply', tf.mul, integers),
  binaryCase('NotEqual', tf.notEqual, integers),
  binaryCase('Pow', tf.pow, positive),
  binaryCase('RealDiv', tf.div, positive),
  binaryCase('SquaredDifference', tf.squaredDifference, { gradient: false }),
  sameShapeCase('SquaredDifference', tf.squaredDifference),
  binaryCase('Sub', tf.sub),
  addN,
  casts,
  prelu,
  preluBroadcast,
  select,
  simplified,
];
