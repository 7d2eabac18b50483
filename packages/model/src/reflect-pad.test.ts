import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floats, noise } from '../test/support.ts';
import { reflectPad } from './reflect-pad.ts';

/** The mirrored index of a position that may lie outside [0, length). */
const mirror = (position: number, length: number) =>
  position < 0 ? -position : position >= length ? 2 * (length - 1) - position : position;

const cases = fc
  .record({ pad: fc.integer({ min: 1, max: 3 }), h: fc.nat(9), w: fc.nat(9) })
  .map(({ pad, h, w }) => ({ pad, shape: [2, pad + 1 + h, pad + 1 + w, 3] as [number, number, number, number] }));

describe('reflectPad', () => {
  it('mirrors without repeating the edge', () => {
    fc.assert(
      fc.property(cases, ({ pad, shape }) =>
        tf.tidy(() => {
          const x = noise(shape, 'x') as tf.Tensor4D;
          const [batch, height, width, channels] = shape;
          const source = x.bufferSync();
          const y = reflectPad(x, pad).bufferSync();
          for (let b = 0; b < batch; b++)
            for (let i = 0; i < height + 2 * pad; i++)
              for (let j = 0; j < width + 2 * pad; j++)
                for (let c = 0; c < channels; c++)
                  if (y.get(b, i, j, c) !== source.get(b, mirror(i - pad, height), mirror(j - pad, width), c))
                    throw new Error(`wrong at ${[b, i, j, c]}`);
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('gives the edges of [1, 2, 3] padded by 1 the gradient [1, 3, 1]', () => {
    const gradient = tf.tidy(() => {
      const line = tf.tensor4d([1, 2, 3, 1, 2, 3, 1, 2, 3], [1, 3, 3, 1]);
      return [...floats(tf.grad((x) => tf.mul(reflectPad(x as tf.Tensor4D, 1), topRow()))(line))].slice(3, 6);
    });
    expect(gradient).toEqual([1, 3, 1]);
  });

  it('has the gradient that finite differences give, on every shape', () => {
    // The pad is linear, so a unit step in one pixel gives its derivative exactly.
    fc.assert(
      fc.property(cases, fc.nat(), ({ pad, shape }, at) =>
        tf.tidy(() => {
          const x = noise(shape, 'x') as tf.Tensor4D;
          const weights = noise([shape[0], shape[1] + 2 * pad, shape[2] + 2 * pad, shape[3]], 'weights');
          const f = (image: tf.Tensor) => tf.mul(reflectPad(image as tf.Tensor4D, pad), weights);
          const pixel = at % x.size;
          const step = (sign: number) =>
            tf.tensor(
              floats(x).map((value, i) => value + (i === pixel ? sign : 0)),
              x.shape,
            );
          const total = (y: tf.Tensor) => floats(y).reduce((a, b) => a + b, 0);
          const difference = (total(f(step(1))) - total(f(step(-1)))) / 2;
          expect(floats(tf.grad(f)(x))[pixel]).toBeCloseTo(difference, 4);
        }),
      ),
      { numRuns: 60 },
    );
  });
});

/** 1 in the second row of a padded 3x3 image, whose gradient is then that of one line. */
const topRow = () =>
  tf.tensor4d(
    Float32Array.from({ length: 25 }, (_, i) => (Math.floor(i / 5) === 2 ? 1 : 0)),
    [1, 5, 5, 1],
  );
