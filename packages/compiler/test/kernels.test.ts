import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Node cannot import this folder by itself; Vitest bundles it.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { KERNELS } from '../src/trace/kernels/index.ts';
import { compare } from './agreement.ts';
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
  for (const [index, { kernels, sample, runs = RUNS }] of CASES.entries()) {
    it(`${index} ${kernels.join(', ')}`, async () => {
      const called = new Set<string>();
      await fc.assert(
        fc.asyncProperty(sample, fc.nat(), async (drawn, seed) => {
          const { wrong, kernels: ran } = await compare(drawn, seed);
          for (const name of ran) called.add(name);
          expect(wrong).toEqual([]);
        }),
        { numRuns: runs, seed: 7 },
      );
      expect([...called]).toEqual(expect.arrayContaining(kernels));
    });
  }
});
