import { at, sizeOf } from '../util.ts';
import { elements } from './graph.ts';
import type { ArithmeticFn, BinaryFn, Constant, PredicateFn, Shape, UnaryFn } from './types.ts';

const ERF_TERMS = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];

/** Abramowitz and Stegun 7.1.26, as TF.js has it. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial = ERF_TERMS.reduceRight((sum, term) => (sum + term) * t, 0);
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

const UNARY: Record<UnaryFn, (x: number, alpha: number) => number> = {
  Abs: Math.abs,
  Acos: Math.acos,
  Acosh: Math.acosh,
  Asin: Math.asin,
  Asinh: Math.asinh,
  Atan: Math.atan,
  Atanh: Math.atanh,
  Ceil: Math.ceil,
  Cos: Math.cos,
  Cosh: Math.cosh,
  Elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  Erf: erf,
  Exp: Math.exp,
  Floor: Math.floor,
  IsInf: (x) => Number(Math.abs(x) === Number.POSITIVE_INFINITY),
  IsNaN: (x) => Number(Number.isNaN(x)),
  LeakyRelu: (x, alpha) => (x >= 0 ? x : alpha * x),
  Log: Math.log,
  Neg: (x) => -x,
  Not: (x) => Number(!x),
  Reciprocal: (x) => 1 / x,
  Relu: (x) => Math.max(0, x),
  Round: roundHalfToEven,
  Selu: (x) => SELU.scale * (x >= 0 ? x : SELU.alpha * Math.expm1(x)),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Sign: Math.sign,
  Sin: Math.sin,
  Sinh: Math.sinh,
  Softplus: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
  Sqrt: Math.sqrt,
  Tan: Math.tan,
  Tanh: Math.tanh,
};

const ARITHMETIC: Record<ArithmeticFn, (a: number, b: number) => number> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Max: Math.max,
  Min: Math.min,
  Mod: (a, b) => a % b,
  PRelu: (a, b) => (a >= 0 ? a : a * b),
};

const PREDICATE: Record<PredicateFn, (a: number, b: number) => boolean> = {
  Equal: (a, b) => a === b,
  Greater: (a, b) => a > b,
  GreaterOrEqual: (a, b) => a >= b,
  Less: (a, b) => a < b,
  LessOrEqual: (a, b) => a <= b,
  And: (a, b) => Boolean(a && b),
  Or: (a, b) => Boolean(a || b),
};

export const isPredicate = (fn: BinaryFn): fn is PredicateFn => fn in PREDICATE;

/** The function of one element. */
export const unaryOf = (fn: UnaryFn, alpha = 0) => {
  const f = UNARY[fn];
  return (x: number) => f(x, alpha);
};

/** The function of two elements. */
export const binaryOf = (fn: BinaryFn): ((a: number, b: number) => number) => {
  if (!isPredicate(fn)) return ARITHMETIC[fn];
  const f = PREDICATE[fn];
  return (a, b) => Number(f(a, b));
};

/** Elements of a constant repeated along its axes of size 1 to fill `shape`, in row-major order. */
export function broadcastElements(constant: Constant, shape: Shape): Float64Array {
  const source = elements(constant);
  const lead = shape.length - constant.shape.length;
  const strides = shape.map((_, axis) => {
    const own = axis - lead;
    return own < 0 || at(constant.shape, own) === 1 ? 0 : sizeOf(constant.shape.slice(own + 1));
  });
  const result = new Float64Array(sizeOf(shape));
  for (let i = 0; i < result.length; i++) {
    let rest = i;
    let offset = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const dim = at(shape, axis);
      offset += (rest % dim) * at(strides, axis);
      rest = Math.floor(rest / dim);
    }
    result[i] = source[offset] ?? 0;
  }
  return result;
}
