import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from './create.ts';
import type { Engine } from './engine.ts';
import { probeEngine } from './probe.ts';
import type { ProbeResult } from './probe-protocol.ts';
import { CHECK_CONFIG, signatureOf } from './signature.ts';
import { verdict } from './verdict.ts';

const working = (signature: number[][]): ProbeResult => ({
  ok: true,
  device: 'a device',
  threads: 2,
  signature,
  ms: 1,
  firstMs: 2,
  memory: 3,
});

describe('X3: an engine that computes something else than the processor does not count as working', () => {
  let engine: Engine;
  let reference: number[][];
  let change: (values: Float32Array) => void = () => undefined;

  /** The signature when one tensor's gradient comes out changed. */
  const signatureWith = (made: typeof change): Promise<number[][]> => {
    change = made;
    return signatureOf(engine);
  };

  beforeAll(async () => {
    engine = await createEngine('compiled-cpu', CHECK_CONFIG, 2);
    const tensors = engine.tensors.bind(engine);
    engine.tensors = async (domain) => {
      const state = await tensors(domain);
      const values = state['encoder.conv1.weight.m'];
      if (domain === 1 && values) change(values);
      return state;
    };
    reference = await signatureWith(() => undefined);
  });
  afterAll(() => engine.dispose());

  test('rounding passes', async () => {
    const rounded = await signatureWith((values) => {
      for (const [i, value] of values.entries()) values[i] = value * (1 + 1e-4 * Math.sin(i));
    });
    expect(verdict(working(rounded), working(reference)).ok).toBe(true);
  });

  test.each<[string, (values: Float32Array) => void]>([
    ['reversed', (values) => values.reverse()],
    ['of the wrong sign', (values) => values.set(values.map((value) => -value))],
    ['missing', (values) => values.fill(0)],
    ['not finite', (values) => values.fill(Number.NaN)],
  ])('a gradient that is %s does not', async (_, made) => {
    const judged = verdict(working(await signatureWith(made)), working(reference));
    expect(judged).toMatchObject({
      ok: false,
      why: expect.stringMatching(/its gradients differ from the processor's/),
    });
  });
});

describe('a probe', () => {
  test('times the real step in a process of its own', async () => {
    const timed = { config: CHECK_CONFIG, iterations: 1 };
    const result = await probeEngine({ engine: 'compiled-cpu', threads: 1, timed });
    expect(result).toMatchObject({ ok: true, threads: 1, ms: expect.any(Number), memory: expect.any(Number) });
  });

  test('X5: says why an engine is missing and what to do', async () => {
    expect(await probeEngine({ engine: 'compiled-cuda', threads: 1, timed: null })).toMatchObject({
      ok: false,
      why: expect.stringMatching(/CUDA provider/),
      remedy: expect.stringMatching(/npm run trainer:cuda|compiled-cpu/),
    });
  });

  test('gives up on an engine that hangs', async () => {
    const result = await probeEngine({ engine: 'compiled-cpu', threads: 1, timed: null }, 1);
    expect(result).toMatchObject({ ok: false, why: 'it gave no answer within 0.001 s' });
  });
});
