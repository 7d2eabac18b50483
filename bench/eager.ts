import type { RunConfig } from '@combogan/contracts';
import { iterationInputs, iterationOutputs, iterationStep, nextName, toLogical, toStored } from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import { type Arrays, type Engine, firstState } from './engine.ts';

/** The iteration op by op on whatever TF.js backend is set. */
export class EagerEngine implements Engine {
  readonly #config: RunConfig;
  readonly #step: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;
  readonly #state: Arrays;

  constructor(config: RunConfig) {
    this.#config = config;
    this.#step = iterationStep(config);
    this.#state = firstState(config);
  }

  async run(values: Arrays): Promise<Arrays> {
    const given: Arrays = { ...this.#state, ...values };
    const results: Arrays = {};
    tf.tidy(() => {
      const inputs = Object.entries(iterationInputs(this.#config)).map(([name, { shape, order }]) => {
        const value = given[name];
        if (!value) throw new Error(`no value for ${name}`);
        return [name, tf.tensor(toLogical(value, shape, order), shape)];
      });
      const outputs = this.#step(Object.fromEntries(inputs));
      for (const [name, { shape, order }] of Object.entries(iterationOutputs(this.#config))) {
        const value = outputs[name]?.dataSync();
        if (!(value instanceof Float32Array)) throw new Error(`no output ${name}`);
        results[name] = toStored(value, shape, order);
      }
    });
    for (const name of Object.keys(this.#state)) {
      const next = results[nextName(name)];
      if (next) this.#state[name] = next;
    }
    return results;
  }

  state(): Arrays {
    return this.#state;
  }
}
