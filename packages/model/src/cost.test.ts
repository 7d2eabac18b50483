import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { firstInputs, tinyConfig } from '../test/support.ts';
import { checkpointBytes, iterationFlops, networksFor, weightBytes } from './cost.ts';
import { iterationStep } from './step.ts';

afterEach(() => vi.restoreAllMocks());

/** Adds up the arithmetic of every convolution kernel that TF.js really runs during `f`. */
function convolutionFlops(f: () => void): number {
  const run = tf.engine().runKernel.bind(tf.engine());
  let flops = 0;
  vi.spyOn(tf.engine(), 'runKernel').mockImplementation((name, inputs, attributes) => {
    const result = run(name, inputs, attributes);
    const { filter, x, dy } = inputs as Record<string, tf.Tensor4D | undefined>;
    const [batch = 0, height = 0, width = 0] = (dy ?? (result as tf.Tensor4D)).shape;
    const applied = 2 * batch * height * width;
    if (name === tf.Conv2D || name === tf.Conv2DBackpropInput) flops += applied * (filter?.size ?? 0);
    if (name === tf.Conv2DBackpropFilter && x) flops += applied * (result as tf.Tensor).size;
    return result as never;
  });
  f();
  return flops;
}

describe('iterationFlops', { timeout: 60_000 }, () => {
  it.each([
    { name: 'defaults', options: {} },
    { name: 'no cycle', options: { lambdaCycle: 0 } },
    { name: 'every loss, a batch', options: { lambdaIdentity: 1, lambdaForward: 1, batch: 2, discriminatorLayers: 1 } },
  ])('counts the convolutions that an iteration runs, no more and no fewer: $name', ({ options }) => {
    const c = tinyConfig(options);
    const inputs = firstInputs(c);
    let outputs: Record<string, tf.Tensor> = {};
    const flops = convolutionFlops(() => {
      outputs = iterationStep(c)(inputs);
    });
    tf.dispose([inputs, outputs]);
    expect(flops).toBe(iterationFlops(c));
  });
});

describe('networksFor', () => {
  it('gives the networks and epochs of the paper: linear against quadratic', () => {
    expect(networksFor(4)).toEqual({
      combogan: { generators: 4, discriminators: 4, epochs: 400 },
      cyclegan: { generators: 12, discriminators: 12, epochs: 1200 },
    });
    expect(networksFor(14).combogan.epochs).toBe(1400);
    expect(networksFor(14).cyclegan.epochs).toBe(18_200);
  });

  it('makes no difference for two domains', () => {
    expect(networksFor(2).combogan).toEqual(networksFor(2).cyclegan);
  });
});

describe('bytes', () => {
  it('of the published networks: 46.7 MB a domain to download', () => {
    expect(weightBytes({ ngf: 64, ndf: 64, blocks: 9, discriminatorLayers: 3 })).toBe(4 * (5_099_136 + 6_565_763));
  });

  it('of a checkpoint grow with every domain and its pool', () => {
    const c = tinyConfig();
    expect(checkpointBytes(c, 6)).toBe(3 * checkpointBytes(c, 2));
    expect(checkpointBytes({ ...c, poolSize: 0 }, 2)).toBe(checkpointBytes(c, 2) - 2 * 50 * 16 * 16 * 3 * 4);
  });
});
