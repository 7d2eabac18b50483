import type * as tf from '@tensorflow/tfjs-core';
import type { Graph } from '../ir/graph.ts';
import type { Value } from '../ir/types.ts';

/** One call of a TF.js kernel while tracing. */
export interface Call {
  g: Graph;
  /** Input of that name. Throws when it is missing. */
  input(name: string): Value;
  /** Input of that name when given. */
  optional(name: string): Value | undefined;
  /** Every input in order, of kernels that take a list. */
  list: Value[];
  attrs: tf.NamedAttrMap;
}

/** Describes a kernel in terms of the graph. Throws `unsupported` for what it cannot express. */
export type Kernel = (call: Call) => Value | Value[];
export type Kernels = Record<string, Kernel>;

/** Attributes with the type that TF.js documents for the kernel. */
export const attrsOf = <T>(call: Call): T => call.attrs as unknown as T;

/** Thrown by a kernel for a variant it does not support; completed with the call's shapes and attributes. */
export class Unsupported extends Error {}
