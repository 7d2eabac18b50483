import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../test/support.ts';
import { sizeOf } from './params.ts';
import { storageOrder, storedShape, toLogical, toStored } from './storage.ts';

const cases = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length })));

describe('storage', () => {
  it('transposes as TF.js does, and back', () => {
    fc.assert(
      fc.property(cases, ([shape, order]) => {
        const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i);
        const stored = toStored(values, shape, order);
        const expected = tf.tidy(() => tf.transpose(tf.tensor(values, shape), order).dataSync());
        expect([...stored]).toEqual([...expected]);
        expect(toLogical(stored, shape, order)).toEqual(values);
      }),
    );
  });

  it('keeps convolutions as [out, in, height, width] and transposed ones as [in, out, height, width]', () => {
    expect(storedShape([3, 4, 5, 6], storageOrder({ kind: 'conv' }))).toEqual([6, 5, 3, 4]);
    expect(storedShape([3, 4, 5, 6], storageOrder({ kind: 'convTranspose' }))).toEqual([6, 5, 3, 4]);
    expect(storedShape([6], storageOrder({ kind: 'bias' }))).toEqual([6]);
  });

  it('refuses values that do not fill the shape', () => {
    expect(() => toStored(new Float32Array(5), [2, 3], [0, 1])).toThrow('do not fill');
  });
});
