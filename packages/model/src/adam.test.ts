import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floats } from '../test/support.ts';
import { adam, adamScalars } from './adam.ts';

/** Algorithm 1 of the paper, one weight, double precision. */
function reference(c: { beta1: number; beta2: number }, rate: number, weight: number, gradients: number[]) {
  let [w, m, v] = [weight, 0, 0];
  for (const [i, g] of gradients.entries()) {
    m = c.beta1 * m + (1 - c.beta1) * g;
    v = c.beta2 * v + (1 - c.beta2) * g * g;
    const corrected = v / (1 - c.beta2 ** (i + 1));
    w -= (rate * (m / (1 - c.beta1 ** (i + 1)))) / (Math.sqrt(corrected) + 1e-8);
  }
  return { w, m, v };
}

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('adam', () => {
  it('does what the paper says, step after step', () => {
    fc.assert(
      fc.property(
        fc.constantFrom({ beta1: 0.5, beta2: 0.999 }, { beta1: 0, beta2: 0.9 }, { beta1: 0.9, beta2: 0.99 }),
        double(1e-5, 0.01),
        double(-1, 1),
        fc.array(double(-3, 3), { minLength: 1, maxLength: 8 }),
        (c, rate, weight, gradients) => {
          const expected = reference(c, rate, weight, gradients);
          tf.tidy(() => {
            let state = { weight: tf.scalar(weight) as tf.Tensor, m: tf.zeros([]), v: tf.zeros([]) };
            for (const [i, gradient] of gradients.entries()) {
              const { stepSize, epsilon } = adamScalars(c, rate, i + 1);
              state = adam(c, state, tf.scalar(gradient), tf.scalar(stepSize), tf.scalar(epsilon));
            }
            expect(floats(state.weight)[0]).toBeCloseTo(expected.w, 5);
            expect(floats(state.m)[0]).toBeCloseTo(expected.m, 5);
            expect(floats(state.v)[0]).toBeCloseTo(expected.v, 5);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('moves every weight by the learning rate at first, whatever its gradient', () => {
    const { stepSize, epsilon } = adamScalars({ beta1: 0.5, beta2: 0.999 }, 0.0002, 1);
    for (const g of [1e-5, 0.3, 40]) {
      const m = 0.5 * g;
      const v = 0.001 * g * g;
      expect((stepSize * m) / (Math.sqrt(v) + epsilon) / 0.0002).toBeCloseTo(1, 2);
    }
  });

  it('refuses a step before the first', () => {
    expect(() => adamScalars({ beta1: 0.5, beta2: 0.999 }, 0.0002, 0)).toThrow(RangeError);
  });
});
