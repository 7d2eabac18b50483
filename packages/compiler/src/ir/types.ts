import type { Order } from '../orders.ts';

export type DType = 'float32' | 'int32' | 'bool';
export type Shape = readonly number[];
/** float32, int32 and bool (0 or 1) in that order. */
export type Data = Float32Array | Int32Array | Uint8Array;

/** Named as the ONNX operators that compute them. */
export type UnaryFn =
  | ('Abs' | 'Acos' | 'Acosh' | 'Asin' | 'Asinh' | 'Atan' | 'Atanh' | 'Ceil' | 'Cos' | 'Cosh' | 'Elu' | 'Erf' | 'Exp')
  | ('Floor' | 'IsInf' | 'IsNaN' | 'LeakyRelu' | 'Log' | 'Neg' | 'Not' | 'Reciprocal' | 'Relu' | 'Round' | 'Selu')
  | ('Sigmoid' | 'Sign' | 'Sin' | 'Sinh' | 'Softplus' | 'Sqrt' | 'Tan' | 'Tanh');
export type ArithmeticFn = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Pow' | 'Max' | 'Min' | 'Mod' | 'PRelu';
export type PredicateFn = ('Equal' | 'Greater' | 'GreaterOrEqual' | 'Less' | 'LessOrEqual') | ('And' | 'Or');
export type BinaryFn = ArithmeticFn | PredicateFn;
export type ReduceFn = 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceProd' | 'ReduceSumSquare';

/** Window of a convolution or pooling: pairs are [height, width], pads [top, left, bottom, right]. */
export interface Window {
  strides: readonly [number, number];
  dilations: readonly [number, number];
  pads: readonly [number, number, number, number];
}

/**
 * Everything the graph can express; axes are logical, images [batch, height, width, channel], kernels
 * [height, width, in, out]. Reductions keep their axes with size 1.
 */
export interface Attrs {
  input: { name: string; order: Order };
  /** A splat repeats its one value. */
  constant: { values: Data; splat: boolean };
  /** inputs: x, others; x once the others are computed */
  after: Record<never, never>;
  unary: { fn: UnaryFn; alpha?: number };
  binary: { fn: BinaryFn };
  /** inputs: condition (bool), when true, when false */
  select: Record<never, never>;
  cast: Record<never, never>;
  clip: { min: number; max: number };
  reduce: { fn: ReduceFn; axes: readonly number[] };
  arg: { fn: 'ArgMax' | 'ArgMin'; axis: number };
  cumsum: { axis: number; exclusive: boolean; reverse: boolean };
  /** over the last axis */
  softmax: Record<never, never>;
  reshape: Record<never, never>;
  transpose: { perm: readonly number[] };
  broadcast: Record<never, never>;
  tile: { reps: readonly number[] };
  /** Elements begin, begin + step, ... ; a negative step walks backwards. */
  slice: { begin: readonly number[]; step: readonly number[] };
  concat: { axis: number };
  pad: { mode: 'constant' | 'reflect'; before: readonly number[]; after: readonly number[]; value: number };
  /** inputs: x, list of int32 indices. `again` computes anew what is there already: cheaper than keeping it. */
  gather: { axis: number; again: boolean };
  /** inputs: a [..., m, k], b [..., k, n], either stored transposed in its last two axes */
  matmul: {
    transposeA: boolean;
    transposeB: boolean /** Best stored with its last two axes exchanged. */;
    flipped: boolean;
  };
  /** inputs: matrix [out, in], x: the axis `in` of x becomes `out` */
  contract: { axis: number };
  /** inputs: matrix [products, taps], kernel [height, width, in, out]; gives [products, in, out] */
  kernelProducts: Record<never, never>;
  /** inputs: matrix [taps, products], [products, in, out]; gives a kernel [height, width, in, out] */
  kernelTaps: Record<never, never>;
  /** inputs: image, kernel */
  conv: Window;
  /** inputs: dy, kernel */
  convInputGrad: Window;
  /** inputs: image, dy */
  convFilterGrad: Window;
  /** inputs: image, kernel [height, width, in, multiplier] */
  depthwise: Window;
  depthwiseInputGrad: Window;
  depthwiseFilterGrad: Window;
  pool: Window & { kind: 'average' | 'max'; size: readonly [number, number] };
  /** inputs: dy, image */
  maxPoolGrad: Window & { size: readonly [number, number] };
}
export type Kind = keyof Attrs;

/** One tensor of the graph and how it is computed. Equal values are one object. */
export interface ValueOf<K extends Kind> {
  readonly id: number;
  readonly kind: K;
  readonly inputs: readonly Value[];
  readonly attrs: Attrs[K];
  readonly shape: Shape;
  readonly dtype: DType;
}
export type Value = { [K in Kind]: ValueOf<K> }[Kind];
export type Constant = ValueOf<'constant'>;
