import * as tf from '@tensorflow/tfjs-core';
import { type CompileOptions, compile, type InputSpec } from '../src/index.ts';
import type { InputCase, Sample, Tensors } from './case.ts';
import { generator } from './generator.ts';
import { runGraph } from './run-graph.ts';

type Data = Float32Array | Int32Array | Uint8Array;

const count = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);

function draw({ shape, dtype = 'float32', range = [-1, 1] }: InputCase, random: () => number): Data {
  const [low, high] = range;
  const values = Array.from({ length: count(shape) }, () => low + (high - low) * random());
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values, Math.floor) : Uint8Array.from(values, Math.floor);
}

const shuffled = (rank: number, random: () => number): number[] =>
  Array.from({ length: rank }, (_, i) => ({ i, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ i }) => i);

/** The sample's outputs, and the gradients of a fixed mixture of them with respect to every float input. */
export function program(sample: Sample): (inputs: Tensors) => Tensors {
  const listed = (result: tf.Tensor | tf.Tensor[]) => (Array.isArray(result) ? result : [result]);
  return (inputs) => {
    const outputs: Tensors = Object.fromEntries(listed(sample.run(inputs)).map((tensor, i) => [`out.${i}`, tensor]));
    const names = Object.keys(inputs).filter((name) => inputs[name]?.dtype === 'float32');
    if (sample.gradient === false || names.length === 0) return outputs;
    const mixture = (...values: tf.Tensor[]): tf.Scalar => {
      const changed = { ...inputs, ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])) };
      const parts = listed(sample.run(changed)).map((tensor) => {
        const weights = Float32Array.from({ length: tensor.size }, (_, i) => Math.cos(i + 0.5));
        return tf.sum(tf.mul(tensor, tf.tensor(weights, tensor.shape)));
      });
      return tf.addN(parts) as tf.Scalar;
    };
    const gradients = tf.grads(mixture)(names.map((name) => inputs[name] as tf.Tensor));
    gradients.forEach((gradient, i) => {
      outputs[`grad.${names[i]}`] = gradient;
    });
    return outputs;
  };
}

export interface Disagreement {
  output: string;
  worst: number;
}

export interface Comparison {
  /** Outputs that differ by more than the tolerance relative to their largest value. */
  wrong: Disagreement[];
  /** Kernels that TF.js ran, by its own profiler. */
  kernels: string[];
}

/** Runs the sample on TF.js's CPU backend and compiled, with inputs and outputs stored in random axis orders. */
export async function compare(
  sample: Sample,
  seed: number,
  { tolerance = 1e-4, ...options }: CompileOptions & { tolerance?: number } = {},
): Promise<Comparison> {
  const random = generator(seed);
  const values = Object.fromEntries(Object.entries(sample.inputs).map(([name, input]) => [name, draw(input, random)]));
  const specs: Record<string, InputSpec> = Object.fromEntries(
    Object.entries(sample.inputs).map(([name, { shape, dtype }]) => [
      name,
      { shape, ...(dtype ? { dtype } : {}), order: shuffled(shape.length, random) },
    ]),
  );
  const expected: Record<string, { shape: number[]; values: Data }> = {};
  const reference = () => {
    const inputs = Object.fromEntries(
      Object.entries(sample.inputs).map(([name, { shape, dtype }]) => [
        name,
        tf.tensor(values[name] as Data, shape, dtype),
      ]),
    );
    for (const [name, tensor] of Object.entries(program(sample)(inputs))) {
      expected[name] = { shape: tensor.shape, values: tensor.dataSync<'float32'>() };
    }
  };
  const { kernelNames } = await tf.profile(() => {
    tf.tidy(reference);
    return [];
  });
  const outputOrder = Object.fromEntries(
    Object.entries(expected).map(([name, { shape }]) => [name, shuffled(shape.length, random)]),
  );
  const graph = compile(program(sample), specs, { outputOrder, ...options });
  const results = await runGraph(graph, values);
  const wrong = Object.entries(expected).flatMap(([output, { shape, values: right }]) => {
    const got = results[output];
    if (!got || got.shape.join() !== shape.join()) return [{ output, worst: Number.POSITIVE_INFINITY }];
    const worst = difference(got.values, right);
    return worst <= tolerance ? [] : [{ output, worst }];
  });
  return { wrong, kernels: kernelNames };
}

/** Largest difference relative to the largest value (at least 1); infinite when one of them alone is not a number. */
function difference(a: Data, b: Data): number {
  const scale = Math.max(1, ...Array.from(b, Math.abs).filter(Number.isFinite));
  let worst = 0;
  b.forEach((value, i) => {
    const other = a[i] ?? Number.NaN;
    if (Object.is(value, other) || value === other || (Number.isNaN(value) && Number.isNaN(other))) return;
    const apart = Math.abs(value - other) / scale;
    worst = Math.max(worst, Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart);
  });
  return worst;
}
