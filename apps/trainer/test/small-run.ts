import { RunConfig } from '@combogan/contracts';
import { createRandom } from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import { firstState } from '../src/checkpoint/training-state.ts';
import type { Batch } from '../src/data/batches.ts';
import type { Engine } from '../src/engines/engine.ts';
import { TrainingSession } from '../src/training/session.ts';

export const SMALL_KEYS = ['A', 'B', 'C'];
/**
 * Networks as small as they get: TF.js's CPU backend needs about a second for an iteration of these.
 * The seed is chosen: where a ReLU or an absolute value gets an input within rounding of 0 (in about every other run of 20 iterations),
 * two engines go different ways by right, and Adam makes it grow. This run meets no such input.
 */
export const SMALL_CONFIG = RunConfig.parse({
  size: 32,
  ngf: 4,
  ndf: 4,
  blocks: 1,
  discriminatorLayers: 1,
  iterations: 100,
  dropout: true,
  poolSize: 3,
  seed: 4,
});
/** The same with every optional part of the iteration. */
export const EVERY_PART = RunConfig.parse({
  ...SMALL_CONFIG,
  blocks: 2,
  batch: 2,
  ganLoss: 'bce',
  lambdaIdentity: 0.5,
  lambdaForward: 0.2,
});

/** Images with structure at several scales, in [-1, 1]: [batch, 3, size, size]. */
export function waves(config: RunConfig, name: string, iteration: number): Float32Array {
  const stream = createRandom(config.seed)(name, iteration);
  const { size, batch } = config;
  const values = new Float32Array(batch * 3 * size * size);
  for (let plane = 0; plane < batch * 3; plane++) {
    const [fx, fy, phase] = [stream.uniform() * 0.9, stream.uniform() * 0.9, stream.uniform() * 6];
    for (let i = 0; i < size * size; i++)
      values[plane * size * size + i] = Math.sin(fx * (i % size) + fy * Math.floor(i / size) + phase) * 0.9;
  }
  return values;
}

/** The batch of an iteration; pairs go round. */
export const smallBatch = (config: RunConfig, iteration: number): Batch => ({
  iteration,
  pair: [iteration % 3, (iteration + 1) % 3],
  images: [waves(config, 'first', iteration), waves(config, 'second', iteration)],
});

/** A session of the small run on an engine, before its first iteration. */
export const smallSession = (
  engine: Engine,
  config = SMALL_CONFIG,
  frozen: ReadonlySet<number> = new Set(),
): TrainingSession => new TrainingSession(engine, config, SMALL_KEYS, firstState(config, SMALL_KEYS), frozen);

/**
 * Makes TF.js's CPU backend some times faster for a test: most of its time goes into TensorBuffer.get, which checks
 * every index. Without the checks the values are the same.
 */
export function withoutBoundsChecks(): void {
  const checked = tf.TensorBuffer.prototype.get;
  tf.TensorBuffer.prototype.get = function (this: tf.TensorBuffer<tf.Rank>, ...at: number[]) {
    if (at.length !== 4) return checked.apply(this, at);
    const [s0 = 0, s1 = 0, s2 = 0] = this.strides;
    const [a = 0, b = 0, c = 0, d = 0] = at;
    return this.values[a * s0 + b * s1 + c * s2 + d];
  } as typeof checked;
}
