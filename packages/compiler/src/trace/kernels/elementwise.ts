import type * as tf from '@tensorflow/tfjs-core';
import { binary, cast, clip, select, unary } from '../../ir/elementwise.ts';
import { type Graph, splatOf } from '../../ir/graph.ts';
import type { BinaryFn, UnaryFn, Value } from '../../ir/types.ts';
import { attrsOf, type Call, type Kernel, type Kernels } from '../kernel.ts';

const float = (g: Graph, x: Value) => cast(g, x, 'float32');
const constant = (g: Graph, value: number, like: Value) => g.splat(value, [], like.dtype);

/** Kernels that are one ONNX operator on floats. */
const floatUnary =
  (fn: UnaryFn): Kernel =>
  (call) =>
    unary(call.g, fn, float(call.g, call.input('x')));

/** Kernels that keep the type of their input. */
const sameUnary =
  (fn: UnaryFn): Kernel =>
  (call) =>
    unary(call.g, fn, call.input('x'));

const pair =
  (fn: BinaryFn): Kernel =>
  (call) =>
    binary(call.g, fn, call.input('a'), call.input('b'));

const logical = (fn: 'And' | 'Or'): Kernel => {
  return ({ g, input }) => binary(g, fn, cast(g, input('a'), 'bool'), cast(g, input('b'), 'bool'));
};

const realDiv = (g: Graph, a: Value, b: Value) => binary(g, 'Div', float(g, a), float(g, b));

function floorDiv({ g, input }: Call): Value {
  const a = input('a');
  return cast(g, unary(g, 'Floor', realDiv(g, a, input('b'))), a.dtype);
}

/** Remainder with the sign of the divisor. ONNX has it for integers only, so floats go through C's fmod. */
function mod({ g, input }: Call): Value {
  const dtype = input('a').dtype;
  const divisor = float(g, input('b'));
  const remainder = binary(g, 'Mod', float(g, input('a')), divisor);
  return cast(g, binary(g, 'Mod', binary(g, 'Add', remainder, divisor), divisor), dtype);
}

function squaredDifference({ g, input }: Call): Value {
  const difference = binary(g, 'Sub', input('a'), input('b'));
  return binary(g, 'Mul', difference, difference);
}

/** Angle of the point (x, y) in (-pi, pi]. */
function atan2({ g, input }: Call): Value {
  const y = float(g, input('a'));
  const x = float(g, input('b'));
  const zero = g.splat(0, [], 'float32');
  const angle = unary(g, 'Atan', binary(g, 'Div', y, x));
  const upper = binary(g, 'GreaterOrEqual', y, zero);
  const turn = select(g, upper, g.splat(Math.PI, [], 'float32'), g.splat(-Math.PI, [], 'float32'));
  const left = binary(g, 'Less', x, zero);
  const turned = select(g, left, binary(g, 'Add', angle, turn), angle);
  const origin = binary(g, 'And', binary(g, 'Equal', x, zero), binary(g, 'Equal', y, zero));
  return select(g, origin, zero, turned);
}

/** 1 above zero, else alpha. */
function step(call: Call): Value {
  const { alpha } = attrsOf<tf.StepAttrs>(call);
  const { g } = call;
  const x = float(g, call.input('x'));
  const above = binary(g, 'Greater', x, constant(g, 0, x));
  return select(g, above, constant(g, 1, x), constant(g, alpha, x));
}

function addN({ g, list }: Call): Value {
  return list.reduce((sum, x) => binary(g, 'Add', sum, x));
}

function choose({ g, input }: Call): Value {
  return select(g, cast(g, input('condition'), 'bool'), input('t'), input('e'));
}

function clipByValue(call: Call): Value {
  const { clipValueMin, clipValueMax } = attrsOf<tf.ClipByValueAttrs>(call);
  return clip(call.g, call.input('x'), clipValueMin, clipValueMax);
}

function finite({ g, input }: Call): Value {
  const x = float(g, input('x'));
  return unary(g, 'Not', binary(g, 'Or', unary(g, 'IsNaN', x), unary(g, 'IsInf', x)));
}

function eluGrad({ g, input }: Call): Value {
  const dy = input('dy');
  const y = input('y');
  const inside = binary(g, 'Mul', dy, binary(g, 'Add', y, constant(g, 1, y)));
  return select(g, binary(g, 'GreaterOrEqual', y, constant(g, 0, y)), dy, inside);
}

function prelu({ g, input }: Call): Value {
  const alpha = input('alpha');
  const slope = splatOf(alpha);
  if (slope !== undefined) return unary(g, 'LeakyRelu', input('x'), slope);
  return binary(g, 'PRelu', input('x'), alpha);
}

const leakyRelu = (g: Graph, x: Value, alpha: number): Value => unary(g, 'LeakyRelu', x, alpha);

export const ELEMENTWISE: Kernels = {
  Abs: sameUnary('Abs'),
  Acos: floatUnary('Acos'),
  Acosh: floatUnary('Acosh'),
  Add: pair('Add'),
  AddN: addN,
  Asin: floatUnary('Asin'),
  Asinh: floatUnary('Asinh'),
  Atan: floatUnary('Atan'),
  Atan2: atan2,
  Atanh: floatUnary('Atanh'),
  Cast: (call) => cast(call.g, call.input('x'), attrsOf<{ dtype: 'float32' | 'int32' | 'bool' }>(call).dtype),
  Ceil: floatUnary('Ceil'),
  ClipByValue: clipByValue,
  Cos: floatUnary('Cos'),
  Cosh: floatUnary('Cosh'),
  Elu: floatUnary('Elu'),
  EluGrad: eluGrad,
  Equal: pair('Equal'),
  Erf: floatUnary('Erf'),
  Exp: floatUnary('Exp'),
  Expm1: ({ g, input }) => binary(g, 'Sub', unary(g, 'Exp', float(g, input('x'))), g.splat(1, [], 'float32')),
  Floor: floatUnary('Floor'),
  FloorDiv: floorDiv,
  Greater: pair('Greater'),
  GreaterEqual: pair('GreaterOrEqual'),
  Identity: ({ input }) => input('x'),
  IsFinite: finite,
  IsInf: floatUnary('IsInf'),
  IsNan: floatUnary('IsNaN'),
  LeakyRelu: (call) => leakyRelu(call.g, float(call.g, call.input('x')), attrsOf<tf.LeakyReluAttrs>(call).alpha),
  Less: pair('Less'),
  LessEqual: pair('LessOrEqual'),
  Log: floatUnary('Log'),
  Log1p: ({ g, input }) => unary(g, 'Log', binary(g, 'Add', float(g, input('x')), g.splat(1, [], 'float32'))),
  LogicalAnd: logical('And'),
  LogicalNot: ({ g, input }) => unary(g, 'Not', cast(g, input('x'), 'bool')),
  LogicalOr: logical('Or'),
  Maximum: pair('Max'),
  Minimum: pair('Min'),
  Mod: mod,
  Multiply: pair('Mul'),
  Neg: sameUnary('Neg'),
  NotEqual: ({ g, input }) => unary(g, 'Not', binary(g, 'Equal', input('a'), input('b'))),
  Pow: pair('Pow'),
  Prelu: prelu,
  RealDiv: ({ g, input }) => realDiv(g, input('a'), input('b')),
  Reciprocal: floatUnary('Reciprocal'),
  Relu: sameUnary('Relu'),
  Relu6: ({ g, input }) => clip(g, input('x'), 0, 6),
  Round: floatUnary('Round'),
  Rsqrt: ({ g, input }) => unary(g, 'Reciprocal', unary(g, 'Sqrt', float(g, input('x')))),
  Select: choose,
  Selu: floatUnary('Selu'),
  Sigmoid: floatUnary('Sigmoid'),
  Sign: sameUnary('Sign'),
  Sin: floatUnary('Sin'),
  Sinh: floatUnary('Sinh'),
  Softplus: floatUnary('Softplus'),
  Sqrt: floatUnary('Sqrt'),
  Square: ({ g, input }) => binary(g, 'Mul', input('x'), input('x')),
  SquaredDifference: squaredDifference,
  Step: step,
  Sub: pair('Sub'),
  Tan: floatUnary('Tan'),
  Tanh: floatUnary('Tanh'),
};

/** The activation of TF.js's fused operations. */
export function activate(call: Call, x: Value, activation: string | undefined): Value {
  const { g } = call;
  switch (activation) {
    case undefined:
    case 'linear':
      return x;
    case 'relu':
      return unary(g, 'Relu', x);
    case 'relu6':
      return clip(g, x, 0, 6);
    case 'elu':
      return unary(g, 'Elu', x);
    case 'sigmoid':
      return unary(g, 'Sigmoid', x);
    case 'leakyrelu':
      return leakyRelu(g, x, attrsOf<{ leakyreluAlpha?: number }>(call).leakyreluAlpha ?? 0.2);
    case 'prelu':
      return binary(g, 'PRelu', x, call.input('preluActivationWeights'));
    default:
      throw new Error(`activation ${activation} is unknown`);
  }
}
