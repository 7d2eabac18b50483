import type { RunConfig } from '@combogan/contracts';
import {
  createRandom,
  drawMasks,
  initialState,
  inSlot,
  iterationInputs,
  iterationScalars,
  type Port,
  sizeOf,
  toLogical,
} from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';

/** Values of a whole iteration's inputs in storage order, drawn from the config's seed; Adam starts at step 1. */
export function firstInputs(c: RunConfig): Record<string, Float32Array> {
  const random = createRandom(c.seed);
  const given: Record<string, Float32Array> = { ...drawMasks(random, 1, c) };
  for (const slot of ['A', 'B'] as const) Object.assign(given, inSlot(slot, initialState(c, random, slot).tensors));
  for (const [name, value] of Object.entries(iterationScalars(c, 1, { A: 0, B: 0 })))
    given[name] = Float32Array.of(value);
  return Object.fromEntries(
    Object.entries(iterationInputs(c)).map(([name, port]) => [name, given[name] ?? drawImage(c, name, port)]),
  );
}

/** Images in [-1, 1]; a pool's switch stays 0. */
function drawImage(c: RunConfig, name: string, port: Port): Float32Array {
  const values = new Float32Array(sizeOf(port.shape));
  if (port.kind !== 'image') return values;
  const stream = createRandom(c.seed)(`bench.${name}`);
  return values.map(() => 2 * stream.uniform() - 1);
}

/** Stored values as a tensor of the port's logical shape. */
export const tensorOf = (values: Float32Array, port: Port): tf.Tensor =>
  tf.tensor(toLogical(values, port.shape, port.order), port.shape);
