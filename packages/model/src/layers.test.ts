import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviation, floats, noise } from '../test/support.ts';
import { conv, convTranspose, instanceNorm, leakyRelu, pick, relu } from './layers.ts';

/** Instance norm of one channel in double precision, by the book. */
function normalise(x: number[]): number[] {
  const mean = x.reduce((a, b) => a + b) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('instanceNorm', () => {
  const shape = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 6 }));

  it('normalises each channel of each image by itself', () => {
    fc.assert(
      fc.property(shape, ([height, width]) =>
        tf.tidy(() => {
          const x = noise([2, height, width, 3], 'x') as tf.Tensor4D;
          const y = instanceNorm(x);
          for (let b = 0; b < 2; b++)
            for (let c = 0; c < 3; c++) {
              const channel = (t: tf.Tensor4D) => [...floats(tf.slice(t, [b, 0, 0, c], [1, height, width, 1]))];
              expect(deviation(channel(y), normalise(channel(x)))).toBeLessThan(1e-5);
            }
        }),
      ),
      { numRuns: 20 },
    );
  });

  it('has the gradient that differences of the double-precision formula give', () => {
    fc.assert(
      fc.property(shape, ([height, width]) =>
        tf.tidy(() => {
          const x = noise([1, height, width, 1], 'x') as tf.Tensor4D;
          const dy = floats(noise([1, height, width, 1], 'dy'));
          const gradient = tf.grad((t) => instanceNorm(t as tf.Tensor4D))(x, tf.tensor(dy, x.shape));
          const values = [...floats(x)];
          const eps = 1e-6;
          const expected = values.map((_, i) => {
            const moved = (by: number) => values.map((value, j) => value + (i === j ? by : 0));
            return (dot(normalise(moved(eps)), dy) - dot(normalise(moved(-eps)), dy)) / (2 * eps);
          });
          // With two pixels the gradient is nearly 0 everywhere; it is judged against the size of inv_std * dy.
          const scale = Math.max(1, ...expected.map(Math.abs));
          const worst = Math.max(...expected.map((value, i) => Math.abs(value - (floats(gradient)[i] ?? 0))));
          expect(worst / scale).toBeLessThan(2e-4);
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('makes a bias before it pointless', () => {
    tf.tidy(() => {
      const x = noise([1, 5, 4, 3], 'x') as tf.Tensor4D;
      const shifted = tf.add(x, tf.tensor1d([0.5, -2, 1])) as tf.Tensor4D;
      expect(deviation(floats(instanceNorm(shifted)), floats(instanceNorm(x)))).toBeLessThan(1e-5);
    });
  });
});

describe('convolutions', () => {
  /** Sum over kernel and channels, straight from the definition. */
  function naive(x: tf.Tensor4D, kernel: tf.Tensor4D, stride: number, pad: number): number[] {
    const [, height, width, channelsIn] = x.shape;
    const [kh, kw, , channelsOut] = kernel.shape;
    const [source, k] = [x.bufferSync(), kernel.bufferSync()];
    const result: number[] = [];
    for (let i = -pad; i + kh <= height + pad; i += stride)
      for (let j = -pad; j + kw <= width + pad; j += stride)
        for (let out = 0; out < channelsOut; out++) {
          let sum = 0;
          for (let di = 0; di < kh; di++)
            for (let dj = 0; dj < kw; dj++) {
              if (i + di < 0 || i + di >= height || j + dj < 0 || j + dj >= width) continue;
              for (let c = 0; c < channelsIn; c++) sum += source.get(0, i + di, j + dj, c) * k.get(di, dj, c, out);
            }
          result.push(sum);
        }
    return result;
  }

  it.each([
    { kernel: 7, stride: 1, pad: 0, size: 9 },
    { kernel: 3, stride: 2, pad: 1, size: 8 },
    { kernel: 4, stride: 2, pad: 2, size: 9 },
    { kernel: 4, stride: 1, pad: 2, size: 5 },
  ])('conv k$kernel s$stride p$pad is the sum it should be', ({ kernel, stride, pad, size }) => {
    tf.tidy(() => {
      const x = noise([1, size, size, 2], 'x') as tf.Tensor4D;
      const w = { 'c.weight': noise([kernel, kernel, 2, 3], 'w'), 'c.bias': tf.tensor1d([1, 2, 3]) };
      const expected = naive(x, w['c.weight'] as tf.Tensor4D, stride, pad);
      expect(deviation(floats(conv(w, 'c', x, { stride, pad, bias: false })), expected)).toBeLessThan(1e-5);
      const biased = expected.map((value, i) => value + 1 + (i % 3));
      expect(deviation(floats(conv(w, 'c', x, { stride, pad, bias: true })), biased)).toBeLessThan(1e-5);
    });
  });

  it('convTranspose doubles the sides and is the adjoint of conv k4 s2 p1', () => {
    tf.tidy(() => {
      const w = { 'u.weight': noise([4, 4, 3, 2], 'w') };
      const small = noise([1, 4, 5, 2], 'small') as tf.Tensor4D;
      const large = noise([1, 8, 10, 3], 'large') as tf.Tensor4D;
      const up = convTranspose(w, 'u', small);
      expect(up.shape).toEqual([1, 8, 10, 3]);
      const down = tf.conv2d(large, w['u.weight'] as tf.Tensor4D, 2, 1);
      expect(dot(floats(up), floats(large))).toBeCloseTo(dot(floats(small), floats(down)), 3);
    });
  });

  it('say which weight is missing', () => {
    expect(() => pick({}, 'conv1.weight')).toThrow('conv1.weight');
  });
});

describe('activations', () => {
  it('relu and leakyRelu and their slopes', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([-2, -0.5, 0.5, 3], [1, 2, 2, 1]);
      expect([...floats(relu(x))]).toEqual([0, 0, 0.5, 3]);
      expect([...floats(tf.grad((t) => relu(t as tf.Tensor4D))(x))]).toEqual([0, 0, 1, 1]);
      expect(deviation(floats(leakyRelu(x)), [-0.4, -0.1, 0.5, 3])).toBeLessThan(1e-6);
      expect(deviation(floats(tf.grad((t) => leakyRelu(t as tf.Tensor4D))(x)), [0.2, 0.2, 1, 1])).toBeLessThan(1e-6);
    });
  });
});
