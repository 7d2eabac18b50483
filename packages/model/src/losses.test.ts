import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { deviation, floats, noise } from '../test/support.ts';
import { blur, ganLoss, l1 } from './losses.ts';

const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('losses', () => {
  it('l1 is the mean absolute difference, its slope the sign over the count', () => {
    tf.tidy(() => {
      const [a, b] = [noise([2, 3, 4, 3], 'a'), noise([2, 3, 4, 3], 'b')];
      const differences = [...floats(a)].map((value, i) => value - (floats(b)[i] ?? 0));
      expect(floats(l1(a, b))[0]).toBeCloseTo(mean(differences.map(Math.abs)), 6);
      const gradient = floats(tf.grad((x) => l1(x, b))(a));
      expect(
        deviation(
          gradient,
          differences.map((d) => Math.sign(d) / a.size),
        ),
      ).toBeLessThan(1e-6);
    });
  });

  const scores = () => tf.mul(noise([2, 3, 3, 1], 'scores'), 4) as tf.Tensor4D;
  const verdicts = () => tf.tensor4d([1, 0], [2, 1, 1, 1]);
  const each = () => [...floats(scores())].map((score, i) => ({ score, verdict: i < 9 ? 1 : 0 }));

  it('lsgan is the mean squared miss', () => {
    tf.tidy(() => {
      expect(floats(ganLoss(scores(), verdicts(), 'lsgan'))[0]).toBeCloseTo(
        mean(each().map(({ score, verdict }) => (score - verdict) ** 2)),
        5,
      );
      const gradient = tf.grad((x) => ganLoss(x as tf.Tensor4D, verdicts(), 'lsgan'))(scores());
      const expected = each().map(({ score, verdict }) => (2 * (score - verdict)) / 18);
      expect(deviation(floats(gradient), expected)).toBeLessThan(1e-6);
    });
  });

  it('bce is the cross-entropy of the sigmoid', () => {
    tf.tidy(() => {
      expect(floats(ganLoss(scores(), verdicts(), 'bce'))[0]).toBeCloseTo(
        mean(each().map(({ score, verdict }) => -Math.log(verdict ? sigmoid(score) : 1 - sigmoid(score)))),
        5,
      );
      const gradient = tf.grad((x) => ganLoss(x as tf.Tensor4D, verdicts(), 'bce'))(scores());
      const expected = each().map(({ score, verdict }) => (sigmoid(score) - verdict) / 18);
      expect(deviation(floats(gradient), expected)).toBeLessThan(1e-5);
    });
  });

  it('bce of hopeless scores stays finite', () => {
    tf.tidy(() => {
      const extreme = tf.tensor4d([-200, 200], [2, 1, 1, 1]);
      expect(floats(ganLoss(extreme, verdicts(), 'bce'))[0]).toBeCloseTo(200, 3);
    });
  });

  it('blur averages 3x3 pixels at every fourth', () => {
    tf.tidy(() => {
      const image = noise([1, 8, 12, 3], 'image') as tf.Tensor4D;
      const blurred = blur(image);
      expect(blurred.shape).toEqual([1, 2, 3, 3]);
      const buffer = image.bufferSync();
      const patch = [4, 5, 6].flatMap((i) => [8, 9, 10].map((j) => buffer.get(0, i, j, 1)));
      expect(blurred.bufferSync().get(0, 1, 2, 1)).toBeCloseTo(mean(patch), 6);
    });
  });

  it('blur spreads its gradient over the 3x3 pixels it averaged', () => {
    tf.tidy(() => {
      const image = noise([1, 8, 8, 1], 'image') as tf.Tensor4D;
      const gradient = floats(tf.grad((x) => blur(x as tf.Tensor4D))(image));
      const expected = Array.from({ length: 64 }, (_, at) => (at % 4 < 3 && Math.floor(at / 8) % 4 < 3 ? 1 / 9 : 0));
      expect(deviation(gradient, expected)).toBeLessThan(1e-6);
    });
  });
});
