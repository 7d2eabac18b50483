import * as tf from '@tensorflow/tfjs-core';
import { TRACE_BACKEND, type TraceBackend } from './backend.ts';
import { type Call, type Kernel, Unsupported } from './kernel.ts';
import { KERNELS } from './kernels/index.ts';

type Inputs = tf.NamedTensorInfoMap | tf.TensorInfo[];

const summary = (inputs: Inputs): string =>
  Object.entries(inputs)
    .flatMap(([name, tensor]) => (tensor ? [`${name}: ${tensor.dtype} [${tensor.shape}]`] : []))
    .join(', ');

function refusal(kernel: string, inputs: Inputs, attrs: tf.NamedAttrMap | undefined, reason: string): Error {
  const given = JSON.stringify(attrs ?? {});
  return new Error(`kernel ${kernel} cannot be compiled${reason}: inputs (${summary(inputs)}), attributes ${given}`);
}

function callOf(backend: TraceBackend, inputs: Inputs, attrs: tf.NamedAttrMap): Call {
  const named = inputs as Record<string, tf.TensorInfo | null | undefined>;
  const optional = (name: string) => {
    const tensor = named[name];
    return tensor ? backend.resolve(tensor) : undefined;
  };
  return {
    g: backend.graph,
    optional,
    input: (name) => {
      const value = optional(name);
      if (!value) throw new Unsupported(`: input ${name} is missing`);
      return value;
    },
    list: Array.isArray(inputs) ? inputs.map((tensor) => backend.resolve(tensor)) : [],
    attrs,
  };
}

function run(name: string, kernel: Kernel, inputs: Inputs, attrs: tf.NamedAttrMap, backend: TraceBackend) {
  try {
    const result = kernel(callOf(backend, inputs, attrs));
    return Array.isArray(result) ? result.map((value) => backend.handle(value)) : backend.handle(result);
  } catch (error) {
    if (error instanceof Unsupported) throw refusal(name, inputs, attrs, ` with ${error.message}`);
    throw error;
  }
}

/** Names of all kernels TF.js knows: it exports each under its own name. */
const everyKernelName = (): string[] => Object.entries(tf).flatMap(([key, value]) => (key === value ? [key] : []));

let registered = false;

/** Registers the tracing kernels with TF.js, once; kernels that are not supported say so when they are called. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  for (const kernelName of everyKernelName()) {
    const kernel = KERNELS[kernelName];
    tf.registerKernel({
      kernelName,
      backendName: TRACE_BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) => {
        if (!kernel) throw refusal(kernelName, inputs, attrs as tf.NamedAttrMap | undefined, ': it is not supported');
        return run(kernelName, kernel, inputs, (attrs ?? {}) as tf.NamedAttrMap, backend as TraceBackend);
      },
    });
  }
}
