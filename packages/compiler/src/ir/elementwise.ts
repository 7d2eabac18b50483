import { at, sameList, sizeOf } from '../util.ts';
import { binaryOf, broadcastElements, isPredicate, unaryOf } from './fold.ts';
import { elements, type Graph, splatOf } from './graph.ts';
import { broadcast } from './shape.ts';
import type { BinaryFn, DType, Shape, UnaryFn, Value } from './types.ts';

/** Constants up to this many elements are computed while tracing; larger ones only when they repeat one value. */
const FOLD_LIMIT = 4096;
const BOOLEAN_UNARY: ReadonlySet<UnaryFn> = new Set(['IsInf', 'IsNaN', 'Not']);

/** Shape of an element-wise operation on both shapes. Throws when they do not fit. */
export function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) throw new Error(`shapes [${a}] and [${b}] do not broadcast`);
    return left === 1 ? right : left;
  });
}

const foldable = (shape: Shape, ...values: Value[]) =>
  values.every((value) => value.kind === 'constant') &&
  (sizeOf(shape) <= FOLD_LIMIT || values.every((value) => splatOf(value) !== undefined));

function foldUnary(g: Graph, x: Value, dtype: DType, f: (x: number) => number): Value | undefined {
  if (x.kind !== 'constant' || !foldable(x.shape, x)) return undefined;
  const value = splatOf(x);
  if (value !== undefined) return g.splat(f(value), x.shape, dtype);
  return g.constant(Array.from(elements(x), f), x.shape, dtype);
}

/** A function of every element. */
export function unary(g: Graph, fn: UnaryFn, x: Value, alpha?: number): Value {
  if (fn === 'Neg' && x.kind === 'unary' && x.attrs.fn === 'Neg') return at(x.inputs, 0);
  if (fn === 'Relu' && x.kind === 'unary' && x.attrs.fn === 'Relu') return x;
  const dtype = BOOLEAN_UNARY.has(fn) ? 'bool' : x.dtype;
  const folded = foldUnary(g, x, dtype, unaryOf(fn, alpha));
  return folded ?? g.value('unary', [x], alpha === undefined ? { fn } : { fn, alpha }, x.shape, dtype);
}

/** The same values in another type: to int32 truncates, to bool is "not zero". */
export function cast(g: Graph, x: Value, dtype: DType): Value {
  if (x.dtype === dtype) return x;
  const convert = { float32: (v: number) => v, int32: Math.trunc, bool: (v: number) => Number(v !== 0) };
  return foldUnary(g, x, dtype, convert[dtype]) ?? g.value('cast', [x], {}, x.shape, dtype);
}

/** Values below min become min, above max become max. */
export const clip = (g: Graph, x: Value, min: number, max: number): Value =>
  g.value('clip', [x], { min, max }, x.shape, x.dtype);

/** What is left of an operation whose other operand changes nothing: x + 0, x * 1 and so on. */
function neutral(g: Graph, fn: BinaryFn, a: Value, b: Value): Value | undefined {
  const left = splatOf(a);
  const right = splatOf(b);
  if (fn === 'Add' && right === 0) return a;
  if (fn === 'Add' && left === 0) return b;
  if (fn === 'Sub' && right === 0) return a;
  if (fn === 'Sub' && left === 0) return unary(g, 'Neg', b);
  if (fn === 'Mul' && right === 1) return a;
  if (fn === 'Mul' && left === 1) return b;
  if (fn === 'Mul' && right === -1) return unary(g, 'Neg', a);
  if (fn === 'Mul' && left === -1) return unary(g, 'Neg', b);
  if (fn === 'Div' && right === 1) return a;
  if (fn === 'Pow' && right === 1) return a;
  return undefined;
}

/** Operand without the repetition that broadcasting does anyway, as long as the result keeps its shape. */
function unrepeated(x: Value, other: Value, shape: Shape, g: Graph): Value {
  if (x.kind === 'broadcast' && sameList(broadcastShape(at(x.inputs, 0).shape, other.shape), shape))
    return at(x.inputs, 0);
  const value = splatOf(x);
  if (value !== undefined && sameList(other.shape, shape)) return g.splat(value, [], x.dtype);
  return x;
}

/** x times a mask chosen between two constants: one choice instead of a mask and a product. */
function masked(g: Graph, x: Value, mask: Value): Value | undefined {
  if (mask.kind !== 'select' || x.kind === 'constant' || !sameList(x.shape, mask.shape)) return undefined;
  const yes = splatOf(at(mask.inputs, 1));
  const no = splatOf(at(mask.inputs, 2));
  if (yes === undefined || no === undefined) return undefined;
  const scaled = (by: number) => (by === 0 ? g.splat(0, [], x.dtype) : binary(g, 'Mul', x, g.splat(by, [], x.dtype)));
  return select(g, at(mask.inputs, 0), scaled(yes), scaled(no));
}

function rewrite(g: Graph, fn: BinaryFn, a: Value, b: Value): Value | undefined {
  const right = splatOf(b);
  // A rectifier keeps the sign: asking its input lets its output go.
  if (fn === 'Greater' && right === 0 && a.kind === 'unary' && ['Relu', 'LeakyRelu'].includes(a.attrs.fn)) {
    return binary(g, fn, at(a.inputs, 0), b);
  }
  if (fn === 'Pow' && right === 2) return binary(g, 'Mul', a, a);
  if (fn === 'Div' && right !== undefined && a.dtype === 'float32')
    return binary(g, 'Mul', a, g.splat(1 / right, b.shape, b.dtype));
  if (fn === 'Mul' && splatOf(a) !== undefined && right === undefined) return binary(g, 'Mul', b, a);
  const choice = fn === 'Mul' ? (masked(g, a, b) ?? masked(g, b, a)) : undefined;
  if (choice) return choice;
  if (fn === 'Add' && b.kind === 'unary' && b.attrs.fn === 'Neg') return binary(g, 'Sub', a, at(b.inputs, 0));
  if (fn === 'Sub' && b.kind === 'unary' && b.attrs.fn === 'Neg') return binary(g, 'Add', a, at(b.inputs, 0));
  if (fn === 'Mul' && right !== undefined && a.kind === 'binary' && a.attrs.fn === 'Mul' && a.dtype === 'float32') {
    const inner = splatOf(at(a.inputs, 1));
    if (inner !== undefined) return binary(g, 'Mul', at(a.inputs, 0), g.splat(inner * right, [], 'float32'));
  }
  return undefined;
}

/** An operation on two values, broadcasting as NumPy does. */
export function binary(g: Graph, fn: BinaryFn, a: Value, b: Value): Value {
  const shape = broadcastShape(a.shape, b.shape);
  const dtype = isPredicate(fn) ? 'bool' : a.dtype;
  if (a.kind === 'constant' && b.kind === 'constant' && foldable(shape, a, b)) {
    const f = binaryOf(fn);
    const left = splatOf(a);
    const right = splatOf(b);
    if (left !== undefined && right !== undefined) return g.splat(f(left, right), shape, dtype);
    const other = broadcastElements(b, shape);
    const folded = broadcastElements(a, shape).map((value, i) => f(value, other[i] ?? 0));
    return g.constant(folded, shape, dtype);
  }
  const same = neutral(g, fn, a, b);
  if (same) return broadcast(g, same, shape);
  const left = unrepeated(a, b, shape, g);
  const right = unrepeated(b, left, shape, g);
  return rewrite(g, fn, left, right) ?? g.value('binary', [left, right], { fn }, shape, dtype);
}

/** `yes` where the condition holds, else `no`. */
export function select(g: Graph, condition: Value, yes: Value, no: Value): Value {
  const shape = broadcastShape(condition.shape, broadcastShape(yes.shape, no.shape));
  const known = splatOf(condition);
  if (known !== undefined) return broadcast(g, known ? yes : no, shape);
  const scalar = (x: Value) => {
    const value = splatOf(x);
    return value !== undefined && sameList(condition.shape, shape) ? g.splat(value, [], x.dtype) : x;
  };
  return g.value('select', [condition, scalar(yes), scalar(no)], {}, shape, yes.dtype);
}
