import * as tf from '@tensorflow/tfjs-core';
import type { Graph } from '../ir/graph.ts';
import type { DType, Value } from '../ir/types.ts';
import { identityOrder } from '../orders.ts';
import { TRACE_BACKEND, TraceBackend } from './backend.ts';
import { registerKernels } from './register.ts';

export interface TracedProgram {
  graph: Graph;
  outputs: Record<string, Value>;
}

interface TracedInput {
  shape: number[];
  dtype?: DType;
  order?: number[];
}

/** Runs `body` with the tracing backend active, and puts the previous backend back whatever happens. */
function withBackend(backend: TraceBackend, body: () => void): void {
  const engine = tf.engine();
  const previous = engine.backendName as string | null;
  if (previous === TRACE_BACKEND) throw new Error('compile() was called inside a function that is being compiled');
  tf.registerBackend(TRACE_BACKEND, () => backend, 0);
  // Synchronous, as the factory is: the promise only tells that it worked.
  void tf.setBackend(TRACE_BACKEND);
  try {
    tf.tidy(body);
  } finally {
    if (previous) void tf.setBackend(previous);
    tf.removeBackend(TRACE_BACKEND);
  }
}

/** Calls fn once with symbolic inputs and returns what its outputs are computed from. Leaves no tensor behind. */
export function trace(
  fn: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
  inputs: Record<string, TracedInput>,
  constants: Record<string, { shape: number[]; values: Float32Array }>,
): TracedProgram {
  registerKernels();
  const backend = new TraceBackend();
  const { graph } = backend;
  const outputs: Record<string, Value> = {};
  withBackend(backend, () => {
    const tensor = (value: Value) => tf.engine().makeTensorFromTensorInfo(backend.handle(value));
    const given: Record<string, tf.Tensor> = {};
    for (const [name, { shape, dtype = 'float32', order = identityOrder(shape.length) }] of Object.entries(inputs)) {
      given[name] = tensor(graph.value('input', [], { name, order }, shape, dtype));
    }
    for (const [name, { shape, values }] of Object.entries(constants)) {
      given[name] = tensor(graph.constant(values, shape, 'float32'));
    }
    for (const [name, result] of Object.entries(fn(given))) outputs[name] = backend.resolve(result);
  });
  return { graph, outputs };
}
