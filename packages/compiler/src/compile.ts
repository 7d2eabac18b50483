import type * as tf from '@tensorflow/tfjs-core';
import { dynamicPorts, resized } from './dynamic-axes.ts';
import type { DType } from './ir/types.ts';
import { DEFAULT_LEVERS, type Levers } from './levers.ts';
import { lower } from './lower/lower.ts';
import { Lowerer } from './lower/lowerer.ts';
import { OnnxBuilder } from './onnx/builder.ts';
import { encodeModel, type Port } from './onnx/encode.ts';
import { checkedOrder, physicalDims } from './orders.ts';
import { arithmetic } from './passes/arithmetic.ts';
import { optimise } from './passes/optimise.ts';
import { wantedOrders } from './passes/wanted-orders.ts';
import { trace } from './trace/trace.ts';
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
  /**
   * Names of dynamic dims of inputs, in physical order, null for fixed ones: { image: ['batch', null, 'height', null] }.
   * Equal names are equal sizes. Sizes given in the input's shape serve as an example.
   */
  dynamicAxes?: Record<string, (string | null)[]>;
  /** ONNX operator set, 17 or higher. */
  opset?: number;
  levers?: Partial<Levers>;
}

export interface PortInfo {
  name: string;
  dtype: string;
  /** Physical dims; of dynamic ones the example's. */
  dims: number[];
  order: number[];
}

export interface CompiledGraph {
  /** An ONNX ModelProto. */
  onnx: Uint8Array;
  inputs: PortInfo[];
  outputs: PortInfo[];
  nodeCount: number;
  /** Floating-point operations of its products and convolutions, transforms included; of dynamic sizes the smallest's. */
  flops: number;
}

export type TracedFunction = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

/** A graph that is not encoded yet. */
export interface Built {
  builder: OnnxBuilder;
  inputs: PortInfo[];
  outputs: PortInfo[];
  flops: number;
}

const OPSET = 17;

const leversOf = (options: CompileOptions): Levers => ({ ...DEFAULT_LEVERS, ...options.levers });

function build(fn: TracedFunction, inputs: Record<string, InputSpec>, options: CompileOptions): Built {
  const ports = Object.entries(inputs).map(([name, { shape, dtype = 'float32', order }]): PortInfo => {
    const physical = checkedOrder(order, shape, name);
    return { name, dtype, dims: physicalDims(shape, physical), order: physical };
  });
  const program = trace(fn, inputs, options.constants ?? {});
  const traced = Object.entries(program.outputs);
  const clash = traced.find(([name]) => name in inputs);
  if (clash) throw new Error(`output "${clash[0]}" has the name of an input: ONNX names every tensor once`);

  const orders = traced.map(([name, { shape }]) => checkedOrder(options.outputOrder?.[name], shape, name));
  const target = {
    levers: leversOf(options),
    dynamic: options.dynamicAxes !== undefined,
    orders,
  };
  const optimised = optimise(
    program.graph,
    traced.map(([, value]) => value),
    target,
  );
  const builder = new OnnxBuilder(options.opset ?? OPSET);
  const l = new Lowerer(builder, target.levers, target.dynamic, wantedOrders(optimised, orders));
  lower(l, optimised);
  const outputs = traced.map(([name], i): PortInfo => {
    const value = at(optimised, i);
    const order = at(orders, i);
    builder.output(name, l.get(value, order));
    return { name, dtype: value.dtype, dims: physicalDims(value.shape, order), order };
  });
  return { builder, inputs: ports, outputs, flops: arithmetic(optimised) };
}

const toPort = ({ name, dtype, dims }: PortInfo): Port => ({ name, type: dtype as DType, dims });

/**
 * Traces fn once and writes what it does as one ONNX model. fn may call any TF.js operation, tf.grads,
 * tf.variableGrads and tf.customGrad included; inputs and outputs are tensors by name. Throws an Error that names the
 * kernel, its inputs and attributes when there is none for it, and when fn reads a value that is not known yet.
 */
export function compile(
  fn: TracedFunction,
  inputs: Record<string, InputSpec>,
  options: CompileOptions = {},
): CompiledGraph {
  if (options.dynamicAxes) return compileDynamic(fn, inputs, options, options.dynamicAxes);
  const built = build(fn, inputs, options);
  const onnx = encodeModel(built.builder, built.inputs.map(toPort), built.outputs.map(toPort), leversOf(options));
  const { inputs: ports, outputs, flops, builder } = built;
  return { onnx, inputs: ports, outputs, flops, nodeCount: builder.nodes.length };
}

/** Builds the graph for two sizes; only when they are the same graph does it hold for every size. */
function compileDynamic(
  fn: TracedFunction,
  inputs: Record<string, InputSpec>,
  options: CompileOptions,
  axes: Record<string, (string | null)[]>,
): CompiledGraph {
  const small = build(fn, resized(inputs, axes, 1), options);
  const large = build(fn, resized(inputs, axes, 2), options);
  const ports = dynamicPorts(small, large, axes);
  const onnx = encodeModel(small.builder, ports.inputs, ports.outputs, leversOf(options));
  const example = (port: PortInfo): PortInfo => {
    const spec = inputs[port.name];
    return spec ? { ...port, dims: physicalDims(spec.shape, port.order) } : port;
  };
  const { outputs, flops, builder } = small;
  return { onnx, inputs: small.inputs.map(example), outputs, flops, nodeCount: builder.nodes.length };
}
