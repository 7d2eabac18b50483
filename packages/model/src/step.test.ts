import type { RunConfig, RunConfigInput } from '@combogan/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { deviation, firstInputs, floats, noise, tinyConfig } from '../test/support.ts';
import { adamScalars } from './adam.ts';
import { decode } from './decoder.ts';
import { discriminate } from './discriminator.ts';
import { encode } from './encoder.ts';
import { iterationInputs, iterationOutputs, iterationScalars, nextName, other, SLOTS, type Slot } from './ports.ts';
import { iterationStep } from './step.ts';

type Tensors = Record<string, tf.Tensor>;

const smallest = (options: RunConfigInput = {}): RunConfig => tinyConfig({ size: 12, ...options });

/** Outputs of one step as plain arrays; every tensor is disposed of. */
function run(c: RunConfig, change: (inputs: Tensors) => Tensors = () => ({})): Record<string, Float32Array> {
  const inputs = firstInputs(c);
  const changed = change(inputs);
  const outputs = iterationStep(c)({ ...inputs, ...changed });
  const values = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, floats(tensor)]));
  tf.dispose([inputs, changed, outputs]);
  return values;
}

const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const loss = (values: Record<string, Float32Array>, name: string) => values[name]?.[0] ?? Number.NaN;
const everything = { lambdaIdentity: 0.5, lambdaForward: 0.2 };

/** Fakes, and the losses by their definitions over plain arrays, from the networks alone. */
function byDefinition(c: RunConfig, inputs: Tensors) {
  const weights = (slot: Slot, network: string) => {
    const prefix = `${slot}.${network}.`;
    return Object.fromEntries(
      Object.entries(inputs).flatMap(([name, tensor]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
      ),
    );
  };
  const enc = (slot: Slot, x: tf.Tensor4D) => encode(weights(slot, 'encoder'), x, c);
  const dec = (slot: Slot, x: tf.Tensor4D) => decode(weights(slot, 'decoder'), x, c);
  const scores = (slot: Slot, x: tf.Tensor4D) => [...floats(discriminate(weights(slot, 'discriminator'), x, c))];
  const image = (slot: Slot) => inputs[`${slot}.image`] as tf.Tensor4D;
  const distance = (a: tf.Tensor, b: tf.Tensor) =>
    mean([...floats(a)].map((v, i) => Math.abs(v - (floats(b)[i] ?? 0))));
  const pooled = (x: tf.Tensor4D) => tf.avgPool(x, 3, 4, 'valid');
  const fake = (slot: Slot) => dec(slot, enc(other(slot), image(other(slot))));
  const losses: Record<string, number> = {};
  for (const slot of SLOTS) {
    const away = fake(other(slot));
    const judged = scores(slot, fake(slot));
    losses[`${slot}.loss.gan`] = mean(judged.map((s) => (s - 1) ** 2));
    losses[`${slot}.loss.cycle`] = distance(dec(slot, enc(other(slot), away)), image(slot));
    losses[`${slot}.loss.identity`] = distance(dec(slot, enc(slot, image(slot))), image(slot));
    losses[`${slot}.loss.forward`] = distance(pooled(away), pooled(image(slot)));
    const real = mean(scores(slot, image(slot)).map((s) => (s - 1) ** 2));
    losses[`${slot}.loss.discriminator`] = 0.5 * (real + mean(judged.map((s) => s ** 2)));
  }
  return { losses, fakes: { A: floats(fake('A')), B: floats(fake('B')) } };
}

describe('iterationStep', { timeout: 60_000 }, () => {
  it('yields exactly the listed outputs, in the listed shapes', () => {
    for (const options of [{}, { ...everything, dropout: true, batch: 2 }, { lambdaCycle: 0, poolSize: 0 }]) {
      const c = smallest(options);
      const inputs = firstInputs(c);
      const outputs = iterationStep(c)(inputs);
      const shapes = (ports: Record<string, { shape: number[] }>) =>
        Object.fromEntries(Object.entries(ports).map(([name, { shape }]) => [name, shape]));
      expect(shapes(outputs)).toEqual(shapes(iterationOutputs(c)));
      tf.dispose([inputs, outputs]);
    }
  });

  it('leaves no tensor behind but its outputs, and its inputs alone', () => {
    const c = smallest({ ...everything, dropout: true });
    const inputs = firstInputs(c);
    const before = Object.values(inputs).map((tensor) => floats(tensor).slice());
    const step = iterationStep(c);
    tf.dispose(step(inputs));
    const count = tf.memory().numTensors;
    const outputs = step(inputs);
    expect(tf.memory().numTensors).toBe(count + Object.keys(outputs).length);
    expect(Object.values(inputs).map(floats)).toEqual(before);
    tf.dispose(outputs);
    expect(tf.memory().numTensors).toBe(count);
    tf.dispose(inputs);
  });

  it('is a function: the same inputs give the same outputs, bit for bit', () => {
    const c = smallest();
    expect(run(c)).toEqual(run(c));
  });

  it("computes every loss by its definition, the discriminators on this very iteration's fakes and at old weights", () => {
    const c = smallest(everything);
    const inputs = firstInputs(c);
    const { losses, fakes } = tf.tidy(() => byDefinition(c, inputs));
    tf.dispose(inputs);
    const outputs = run(c);
    for (const [name, expected] of Object.entries(losses)) expect(loss(outputs, name), name).toBeCloseTo(expected, 5);
    for (const slot of SLOTS) expect(deviation(outputs[`${slot}.fake`] ?? [], fakes[slot])).toBeLessThan(1e-5);
  });

  it('names each loss by its domain: swapping the slots swaps everything', () => {
    const c = smallest(everything);
    const swap = (name: string) => name.replace(/\b[AB]\b/, (slot) => other(slot as Slot));
    const straight = run(c);
    const inputs = firstInputs(c);
    const swapped = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [swap(name), tensor]));
    const outputs = iterationStep(c)(swapped);
    for (const [name, tensor] of Object.entries(outputs))
      expect(deviation(floats(tensor), straight[swap(name)] ?? []), name).toBeLessThan(1e-3);
    tf.dispose([inputs, outputs]);
  });

  it('moves each weight by Adam: its moments and its step come from its gradient', () => {
    const c = smallest();
    const inputs = firstInputs(c);
    const outputs = iterationStep(c)(inputs);
    const { stepSize, epsilon } = adamScalars(c, c.learningRate, 1);
    for (const [name, port] of Object.entries(iterationInputs(c))) {
      if (port.kind !== 'weight') continue;
      const [before, after, m, v] = [
        inputs[name],
        outputs[nextName(name)],
        outputs[nextName(`${name}.m`)],
        outputs[nextName(`${name}.v`)],
      ].map(floats);
      if (!before || !after || !m || !v) throw new Error(name);
      for (const [i, weight] of before.entries()) {
        const gradient = (m[i] ?? 0) / (1 - c.beta1);
        expect(Math.abs((v[i] ?? 0) - (1 - c.beta2) * gradient ** 2)).toBeLessThan(1e-5 * gradient ** 2 + 1e-37);
        const expected = weight - (stepSize * (m[i] ?? 0)) / (Math.sqrt(v[i] ?? 0) + epsilon);
        expect(Math.abs((after[i] ?? 0) - expected)).toBeLessThan(1e-7);
      }
    }
    tf.dispose([inputs, outputs]);
  });

  it('shows the discriminator an earlier fake where usePool says so, and nothing else changes', () => {
    const c = smallest({ batch: 2 });
    const shape = [2, c.size, c.size, 3];
    const own = run(c);
    const unused = run(c, () => ({ 'A.poolFake': noise(shape, 'old') }));
    expect(unused).toEqual(own);
    const pooled = run(c, () => ({
      'A.poolFake': noise(shape, 'old'),
      'A.usePool': tf.tensor4d([0, 1], [2, 1, 1, 1]),
    }));
    const differing = Object.keys(own).filter((name) => String(own[name]) !== String(pooled[name]));
    expect(differing).toContain('A.loss.discriminator');
    expect(differing.every((name) => /^(next\.A\.discriminator|A\.loss\.discriminator)/.test(name))).toBe(true);
    // The very fake of this iteration out of the pool is no change.
    const same = run(c, () => ({
      'A.poolFake': tf.tensor(own['A.fake'] ?? [], shape),
      'A.usePool': tf.ones([2, 1, 1, 1]),
    }));
    expect(loss(same, 'A.loss.discriminator')).toBeCloseTo(loss(own, 'A.loss.discriminator'), 6);
  });

  it('weighs each term by its own lambda, given as an input', () => {
    const c = smallest(everything);
    const gradientsWith = (lambdas: Record<string, number>) =>
      run(c, () =>
        Object.fromEntries(Object.entries(lambdas).map(([name, value]) => [`lambda.${name}`, tf.scalar(value)])),
      );
    const name = nextName('A.decoder.out.weight.m');
    const base = gradientsWith({ cycle: 0, identity: 0, forward: 0 })[name] ?? [];
    const only = (term: string, value: number) =>
      Array.from(
        gradientsWith({ cycle: 0, identity: 0, forward: 0, [term]: value })[name] ?? [],
        (m, i) => m - (base[i] ?? 0),
      );
    const sum = ['cycle', 'identity', 'forward']
      .map((term) => only(term, 3))
      .reduce((a, b) => a.map((value, i) => value + (b[i] ?? 0)));
    const together = Array.from(
      gradientsWith({ cycle: 3, identity: 3, forward: 3 })[name] ?? [],
      (m, i) => m - (base[i] ?? 0),
    );
    expect(deviation(together, sum)).toBeLessThan(1e-3);
    expect(
      deviation(
        only('cycle', 6),
        only('cycle', 3).map((value) => 2 * value),
      ),
    ).toBeLessThan(1e-3);
  });

  it('leaves a term out altogether when its lambda is 0 in the config', () => {
    const names = Object.keys(run(smallest({ lambdaCycle: 0 })));
    expect(names.filter((name) => name.includes('.loss.'))).toEqual([
      'A.loss.gan',
      'B.loss.gan',
      'A.loss.discriminator',
      'B.loss.discriminator',
    ]);
    expect(Object.keys(iterationInputs(smallest({ lambdaCycle: 0, poolSize: 0 })))).not.toContain('lambda.cycle');
    expect(Object.keys(iterationInputs(smallest({ poolSize: 0 })))).not.toContain('A.poolFake');
  });

  it('of a batch of twice the same images is the step of one', () => {
    const single = smallest();
    const double = smallest({ batch: 2 });
    const one = run(single);
    const inputs = firstInputs(single);
    const two = run(double, () =>
      Object.fromEntries(
        SLOTS.map((slot) => {
          const image = inputs[`${slot}.image`] as tf.Tensor4D;
          return [`${slot}.image`, tf.concat([image, image], 0)];
        }),
      ),
    );
    tf.dispose(inputs);
    for (const [name, values] of Object.entries(one)) {
      if (name.includes('loss')) expect(loss(two, name), name).toBeCloseTo(values[0] ?? 0, 5);
      if (name.endsWith('.m')) expect(deviation(two[name] ?? [], values), name).toBeLessThan(1e-3);
    }
  });

  it('R11: with a frozen domain in slot B trains A as ever, and neither reads nor writes what would train B', () => {
    const c = smallest({ ...everything, dropout: true });
    const inputs = firstInputs(c);
    const names = Object.keys(iterationInputs(c, ['A']));
    expect(names.filter((name) => /^B\./.test(name) && !/^B\.(encoder|decoder|discriminator)/.test(name))).toEqual([
      'B.image',
    ]);
    expect(names.filter((name) => /^B\..*\.[mv]$/.test(name))).toEqual([]);
    const read = Object.fromEntries(names.map((name) => [name, inputs[name] as tf.Tensor]));
    const outputs = iterationStep(c, ['A'])(read);
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(iterationOutputs(c, ['A'])).sort());
    expect(Object.keys(outputs).filter((name) => /^(next\.)?B\./.test(name))).toEqual([
      'B.fake',
      'B.loss.gan',
      'B.loss.cycle',
      'B.loss.forward',
    ]);
    const both = run(c);
    for (const [name, tensor] of Object.entries(outputs))
      expect(deviation(floats(tensor), both[name] ?? []), name).toBeLessThan(1e-5);
    tf.dispose([inputs, outputs]);
  });

  it('applies its dropout masks: other masks, other fakes', () => {
    const c = smallest({ dropout: true });
    const plain = run(smallest());
    const masked = run(c);
    const ones = run(c, (inputs) =>
      Object.fromEntries(
        Object.entries(inputs).flatMap(([name, tensor]) =>
          name.includes('.mask') ? [[name, tf.ones(tensor.shape)]] : [],
        ),
      ),
    );
    expect(ones).toEqual(plain);
    expect(masked['A.fake']).not.toEqual(plain['A.fake']);
  });

  it('learns: the cycle loss of one pair of images falls', () => {
    const c = smallest({ learningRate: 0.005 });
    const step = iterationStep(c);
    let inputs = firstInputs(c);
    const losses: number[] = [];
    for (let iteration = 1; iteration <= 10; iteration++) {
      const outputs = step(inputs);
      losses.push(floats(outputs['A.loss.cycle'])[0] ?? Number.NaN);
      const steps = { A: iteration, B: iteration };
      const scalars = Object.entries(iterationScalars(c, iteration + 1, steps)).map(
        ([name, value]): [string, tf.Tensor] => [name, tf.scalar(value)],
      );
      const next = { ...inputs, ...Object.fromEntries(scalars) };
      for (const name of Object.keys(inputs)) next[name] = outputs[nextName(name)] ?? (next[name] as tf.Tensor);
      const kept = new Set(Object.values(next));
      for (const tensor of Object.values({ ...outputs, ...inputs })) if (!kept.has(tensor)) tensor.dispose();
      inputs = next;
    }
    tf.dispose(inputs);
    expect(losses.at(-1)).toBeLessThan(0.9 * (losses[0] ?? 0));
  });
});
