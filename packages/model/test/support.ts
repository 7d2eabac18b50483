import { RunConfig, type RunConfigInput } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { registerGradients } from '../src/gradients.ts';
import { drawMasks } from '../src/masks.ts';
import { sizeOf } from '../src/params.ts';
import { iterationInputs, iterationScalars, type Port } from '../src/ports.ts';
import { createRandom } from '../src/random.ts';
import { initialState, inSlot } from '../src/state.ts';
import { toLogical } from '../src/storage.ts';

registerGradients();

/** Networks small enough for the TF.js CPU backend: below what a run may choose, but the same code. */
export const tinyConfig = (options: RunConfigInput = {}): RunConfig => ({
  ...RunConfig.parse({ seed: 3 }),
  size: 16,
  ngf: 2,
  ndf: 2,
  blocks: 2,
  discriminatorLayers: 2,
  ...options,
});

/** Uniform values in [-1, 1). */
export function noise(shape: number[], name: string): tf.Tensor {
  const stream = createRandom(17)(name);
  return tf.tensor(
    Float32Array.from({ length: sizeOf(shape) }, () => 2 * stream.uniform() - 1),
    shape,
  );
}

/** Every input of a first iteration, weights as initialised, images drawn. The caller disposes of them. */
export function firstInputs(c: RunConfig): Record<string, tf.Tensor> {
  const random = createRandom(c.seed);
  const values: Record<string, Float32Array> = {
    ...inSlot('A', initialState(c, random, 'apples').tensors),
    ...inSlot('B', initialState(c, random, 'bears').tensors),
    ...drawMasks(random, 1, c),
  };
  for (const [name, value] of Object.entries(iterationScalars(c, 1, { A: 0, B: 0 })))
    values[name] = Float32Array.of(value);
  return Object.fromEntries(
    Object.entries(iterationInputs(c)).map(([name, port]) => [name, inputTensor(name, port, values[name])]),
  );
}

function inputTensor(name: string, port: Port, values: Float32Array | undefined): tf.Tensor {
  if (values) return tf.tensor(toLogical(values, port.shape, port.order), port.shape);
  return port.kind === 'image' ? noise(port.shape, name) : tf.zeros(port.shape);
}

export const floats = (x: tf.Tensor | undefined): Float32Array => {
  if (!x) throw new Error('no such tensor');
  return x.dataSync() as Float32Array;
};

/** Largest difference, relative to the largest magnitude of `expected`. */
export function deviation(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs((actual[i] ?? 0) - (expected[i] ?? 0)));
    largest = Math.max(largest, Math.abs(expected[i] ?? 0));
  }
  return largest === 0 ? worst : worst / largest;
}
