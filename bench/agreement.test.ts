import { RunConfig, type RunConfigInput } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { CompiledEngine } from './compiled.ts';
import { deviation } from './deviation.ts';
import { EagerEngine } from './eager.ts';
import { type Arrays, firstState } from './engine.ts';
import { Training } from './training.ts';

const ITERATIONS = 20;
const TOLERANCE = 1e-4;

/**
 * Networks smaller than a run may have, since TF.js's own CPU backend takes its time. The learning rate is small too,
 * as relu and L1 have kinks, and where rounding puts one value on the other side of one, a gradient of so small an
 * image changes by some per cent; Adam, which divides by the gradient's size, turns that into another path. At this rate
 * the weights still move by far more than the tolerance, but along one path.
 */
const small = { size: 12, ngf: 2, ndf: 2, blocks: 2, discriminatorLayers: 2, learningRate: 5e-6 };

const CASES: { name: string; options: RunConfigInput }[] = [
  { name: 'default losses, a batch', options: { poolSize: 5, batch: 2 } },
  {
    name: 'every loss, dropout, cross-entropy',
    options: { lambdaIdentity: 0.5, lambdaForward: 0.2, dropout: true, poolSize: 3, ganLoss: 'bce' },
  },
];

const ENGINES = ['eager', 'compiled'] as const;
const none = new Float32Array();
const isWeight = (name: string) => !/\.[mv]$/.test(name);
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const copy = (state: Arrays): Arrays =>
  Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.slice()]));

/** Weight and bias of each layer as one array: a bias starts at 0, so it has no size of its own to compare with. */
function byLayer(state: Arrays): Arrays {
  const layers: Record<string, number[]> = {};
  for (const [name, values] of Object.entries(state).filter(([name]) => isWeight(name))) {
    const layer = name.replace(/\.(weight|bias)$/, '');
    layers[layer] = [...(layers[layer] ?? []), ...values];
  }
  return Object.fromEntries(Object.entries(layers).map(([layer, values]) => [layer, Float32Array.from(values)]));
}

/** The gradient that took Adam's running mean from one value to the next, up to a factor. */
const gradientOf = (beta1: number, before: Float32Array = none, after: Float32Array = none) =>
  after.map((mean, i) => mean - beta1 * (before[i] ?? Number.NaN));

beforeAll(() => tf.setBackend('cpu'));

describe('the compiled iteration', () => {
  it.each(CASES)(
    'agrees with the eager one over 20 iterations: $name',
    async ({ options }) => {
      const config: RunConfig = { ...RunConfig.parse({ seed: 11, ...options }), ...small };
      const engines = { eager: new EagerEngine(config), compiled: await CompiledEngine.create(config, 2) };
      const eager = new Training(config, engines.eager);
      const compiled = new Training(config, engines.compiled);
      const start = copy(firstState(config));
      let before = { eager: start, compiled: start };
      /** By weight, one deviation an iteration. */
      const gradients: Record<string, number[]> = {};

      for (let i = 1; i <= ITERATIONS; i++) {
        const expected = await eager.iterate(eager.drawImages());
        const found = await compiled.iterate(compiled.drawImages());
        expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
        for (const [name, loss] of Object.entries(expected))
          expect(Math.abs((found[name] ?? Number.NaN) - loss), `${name}, iteration ${i}`).toBeLessThan(
            TOLERANCE * loss,
          );
        const after = { eager: copy(engines.eager.state()), compiled: copy(engines.compiled.state()) };
        for (const name of Object.keys(start).filter(isWeight)) {
          const [reference = none, gradient = none] = ENGINES.map((engine) =>
            gradientOf(config.beta1, before[engine][`${name}.m`], after[engine][`${name}.m`]),
          );
          gradients[name] ??= [];
          gradients[name].push(deviation(gradient, reference));
        }
        before = after;
      }

      const [first, expected, found] = [start, before.eager, before.compiled].map(byLayer);
      for (const [name, values] of Object.entries(expected ?? {})) {
        expect(deviation(values, first?.[name] ?? none), `${name} moved`).toBeGreaterThan(5 * TOLERANCE);
        expect(deviation(found?.[name] ?? none, values), name).toBeLessThan(TOLERANCE);
      }
      // The median, for the rare iteration in which a kink is met from either side.
      for (const [name, deviations] of Object.entries(gradients))
        expect(median(deviations), `gradient of ${name}`).toBeLessThan(TOLERANCE);
    },
    120_000,
  );
});
