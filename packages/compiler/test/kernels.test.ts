import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Node cannot import this folder by itself; Vitest bundles it.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KERNELS } from '../src/trace/kernels/index.ts';
import { disagreements, kernelsOf, program } from './agreement.ts';
import { CASES } from './cases/index.ts';

const RUNS = 6;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

it('every kernel has a case', () => {
  const covered = new Set(CASES.flatMap(({ kernels }) => kernels));
  expect(Object.keys(KERNELS).filter((name) => !covered.has(name))).toEqual([]);
});

describe('a compiled kernel gives what the TF.js CPU backend gives, forward and gradient', () => {
  for (const [index, { kernels, sample }] of CASES.entries()) {
    it(`${index} ${kernels.join(', ')}`, async () => {
      const called = new Set<string>();
      await fc.assert(
        fc.asyncProperty(sample, fc.nat(), async (drawn, seed) => {
          for (const name of await kernelsOf(() => {
            const inputs = Object.fromEntries(
              Object.entries(drawn.inputs).map(([key, { shape, dtype, range = [0.5, 0.5] }]) => {
                const [low = 0, high = 0] = range;
                return [key, tf.fill(shape, dtype ? Math.max(0, low) : (low + high) / 2, dtype)];
              }),
            );
            program(drawn)(inputs);
          }))
            called.add(name);
          expect(await disagreements(drawn, seed)).toEqual([]);
        }),
        { numRuns: RUNS, seed: 7 },
      );
      expect([...called]).toEqual(expect.arrayContaining(kernels));
    });
  }
});
