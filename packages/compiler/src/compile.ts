import type * as tf from '@tensorflow/tfjs-core';
import type { DType } from './ir/types.ts';
import { DEFAULT_LEVERS, type Levers } from './levers.ts';
import { lower } from './lower/lower.ts';
import { Lowerer } from './lower/lowerer.ts';
import { OnnxBuilder } from './onnx/builder.ts';
import { encodeModel, type Port } from './onnx/encode.ts';
import { identityOrder, physicalDims } from './orders.ts';
import { optimise } from './passes/optimise.ts';
import { wantedOrders } from './passes/wanted-orders.ts';
import { type TracedProgram, trace } from './trace/trace.ts';
import { at } from './util.ts';

export interface InputSpec {
  /** Logical shape. */
  shape: number[];
  dtype?: DType;
  /** Physical axis order: physical dim k holds logical axis order[k]; default identity. */
  order?: number[];
}

export interface CompileOptions {
  /** Logical values baked in as initializers instead of inputs, e.g. the weights of an exported encoder. */
  constants?: Record<string, { shape: number[]; values: Float32Array }>;
  /** Physical axis order demanded of an output; default identity. */
  outputOrder?: Record<string, number[]>;
  /** Names of dynamic dims of inputs, in physical order, null for fixed ones: { image: ['batch', null, 'height', 'width'] }. */
  dynamicAxes?: Record<string, (string | null)[]>;
  /** ONNX operator set, 17 or higher. */
  opset?: number;
  levers?: Partial<Levers>;
}

export interface PortInfo {
  name: string;
  dtype: string;
  /** Physical dims. */
  dims: number[];
  order: number[];
}

export interface CompiledGraph {
  onnx: Uint8Array;
  inputs: PortInfo[];
  outputs: PortInfo[];
  nodeCount: number;
}

export type TracedFunction = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

const OPSET = 17;

function build(program: TracedProgram, options: CompileOptions): { builder: OnnxBuilder; outputs: PortInfo[] } {
  const levers = { ...DEFAULT_LEVERS, ...options.levers };
  const dynamic = options.dynamicAxes !== undefined;
  const traced = Object.entries(program.outputs);
  const orders = traced.map(([name, { shape }]) => [...(options.outputOrder?.[name] ?? identityOrder(shape.length))]);
  const optimised = optimise(
    program.graph,
    traced.map(([, value]) => value),
    { levers, dynamic, orders },
  );
  const builder = new OnnxBuilder(options.opset ?? OPSET);
  const l = new Lowerer(builder, levers, dynamic, wantedOrders(optimised, orders));
  lower(l, optimised);
  const outputs = traced.map(([name], i) => {
    const value = at(optimised, i);
    const order = at(orders, i);
    builder.output(name, l.get(value, order));
    return { name, dtype: value.dtype as string, dims: physicalDims(value.shape, order), order };
  });
  return { builder, outputs };
}

/**
 * Traces fn once and writes what it does as one ONNX model. fn may call any TF.js operation, tf.grads,
 * tf.variableGrads and tf.customGrad included; inputs and outputs are tensors by name.
 */
export function compile(
  fn: TracedFunction,
  inputs: Record<string, InputSpec>,
  options: CompileOptions = {},
): CompiledGraph {
  const program = trace(fn, inputs, options.constants ?? {});
  const { builder, outputs } = build(program, options);
  const ports = Object.entries(inputs).map(([name, { shape, dtype = 'float32', order }]) => {
    const physical = order ?? identityOrder(shape.length);
    return { name, dtype, dims: physicalDims(shape, physical), order: [...physical] };
  });
  const toPort = ({ name, dtype, dims }: PortInfo): Port => ({ name, type: dtype as DType, dims });
  return {
    onnx: encodeModel(builder, ports.map(toPort), outputs.map(toPort)),
    inputs: ports,
    outputs,
    nodeCount: builder.nodes.length,
  };
}
