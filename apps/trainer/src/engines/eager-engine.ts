import type { RunConfig } from '@combogan/contracts';
import {
  decode,
  decoderParams,
  domainParams,
  encode,
  encoderParams,
  IMAGE_ORDER,
  iterationInputs,
  iterationOutputs,
  iterationStep,
  latentChannels,
  nextName,
  SLOTS,
  type Slot,
  storageOrder,
  storedShape,
} from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import { deviceOf } from './device.ts';
import type { Engine, FeatureMaps, StepInput, StepOutput, StoredTensors } from './engine.ts';
import type { EngineName } from './names.ts';
import { known, readParams, stateShapes, trainedNames } from './state-shapes.ts';

type Tensors = Record<string, tf.Tensor>;

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

/** A tensor of logical shape out of values in storage order. */
const fromStored = (values: Float32Array, shape: readonly number[], order: readonly number[]): tf.Tensor =>
  tf.tidy(() => {
    const stored = tf.tensor(values, storedShape(shape, order), 'float32');
    return order.length < 2 ? stored : tf.transpose(stored, inverse(order));
  });

/** A tensor's values in storage order. */
async function toStored(tensor: tf.Tensor, order: readonly number[]): Promise<Float32Array> {
  const stored = order.length < 2 ? tensor.clone() : tf.transpose(tensor, [...order]);
  const values = await stored.data<'float32'>();
  stored.dispose();
  return values.slice();
}

/**
 * The eager engine: the model's TF.js program op by op, on whichever TF.js backend is active. The reference that the
 * compiled engine is compared with, and the way to tfjs-node-gpu.
 */
export class EagerEngine implements Engine {
  readonly name: EngineName;
  readonly device: string;
  readonly threads: number;
  readonly #config: RunConfig;
  /** By the slots that train. */
  readonly #steps = new Map<string, (inputs: Tensors) => Tensors>();
  readonly #trained: string[];
  readonly #logical: Map<string, { shape: number[]; order: number[] }>;
  readonly #domains = new Map<number, Tensors>();

  constructor(config: RunConfig, name: EngineName, threads: number) {
    this.name = name;
    this.device = deviceOf(name);
    this.threads = threads;
    this.#config = config;
    this.#trained = trainedNames(config);
    const specs = new Map(domainParams(config).map((spec) => [spec.name, spec]));
    this.#logical = new Map(
      [...stateShapes(config).keys()].map((name) => {
        const spec = known(specs, name.replace(/\.[mv]$/, ''));
        return [name, { shape: spec.shape, order: storageOrder(spec) }];
      }),
    );
  }

  load(domain: number, tensors: StoredTensors): void {
    this.#forget(domain);
    const loaded = [...this.#logical].map(([name, { shape, order }]): [string, tf.Tensor] => [
      name,
      fromStored(known(tensors, name), shape, order),
    ]);
    this.#domains.set(domain, Object.fromEntries(loaded));
  }

  async step({ pair, training, values }: StepInput): Promise<StepOutput> {
    const inputs: Tensors = {};
    for (const [index, slot] of SLOTS.entries()) {
      const state = this.#state(pair[index] ?? 0);
      for (const name of this.#trained) inputs[`${slot}.${name}`] = known(state, name);
    }
    const fed: tf.Tensor[] = [];
    for (const [name, port] of Object.entries(iterationInputs(this.#config, training))) {
      if (name in inputs) continue;
      const tensor = fromStored(known(values, name), port.shape, port.order);
      inputs[name] = tensor;
      fed.push(tensor);
    }
    const outputs = this.#stepOf(training)(inputs);
    tf.dispose(fed);
    for (const [index, slot] of SLOTS.entries())
      if (training.includes(slot)) this.#replace(pair[index] ?? 0, slot, outputs);

    const losses: Record<string, number> = {};
    for (const [name, port] of Object.entries(iterationOutputs(this.#config, training))) {
      if (port.kind === 'loss') losses[name] = (await known(outputs, name).data())[0] ?? Number.NaN;
    }
    const fakes = {
      A: await toStored(known(outputs, 'A.fake'), IMAGE_ORDER),
      B: await toStored(known(outputs, 'B.fake'), IMAGE_ORDER),
    };
    tf.dispose(Object.keys(losses).map((name) => known(outputs, name)));
    tf.dispose([known(outputs, 'A.fake'), known(outputs, 'B.fake')]);
    return { losses, fakes };
  }

  encode(domain: number, images: FeatureMaps): Promise<FeatureMaps> {
    const weights = this.#network(domain, 'encoder');
    const [batch, , height, width] = images.dims;
    return this.#run(images, [batch, latentChannels(this.#config), height / 4, width / 4], (image) =>
      encode(weights, image, this.#config),
    );
  }

  decode(domain: number, latents: FeatureMaps): Promise<FeatureMaps> {
    const weights = this.#network(domain, 'decoder');
    const [batch, , height, width] = latents.dims;
    return this.#run(latents, [batch, 3, 4 * height, 4 * width], (latent) => decode(weights, latent, this.#config));
  }

  async tensors(domain: number): Promise<StoredTensors> {
    const result: StoredTensors = {};
    for (const [name, tensor] of Object.entries(this.#state(domain)))
      result[name] = await toStored(tensor, known(this.#logical, name).order);
    return result;
  }

  dispose(): Promise<void> {
    for (const domain of [...this.#domains.keys()]) this.#forget(domain);
    return Promise.resolve();
  }

  #stepOf(training: readonly Slot[]): (inputs: Tensors) => Tensors {
    const key = training.join('');
    const step = this.#steps.get(key) ?? iterationStep(this.#config, training);
    this.#steps.set(key, step);
    return step;
  }

  #state(domain: number): Tensors {
    const state = this.#domains.get(domain);
    if (!state) throw new RangeError(`domain ${domain} was not loaded`);
    return state;
  }

  #forget(domain: number): void {
    tf.dispose(Object.values(this.#domains.get(domain) ?? {}));
    this.#domains.delete(domain);
  }

  #replace(domain: number, slot: string, outputs: Tensors): void {
    const state = this.#state(domain);
    for (const name of this.#trained) {
      known(state, name).dispose();
      state[name] = known(outputs, nextName(`${slot}.${name}`));
    }
  }

  #network(domain: number, network: 'encoder' | 'decoder'): Tensors {
    const state = this.#state(domain);
    const specs = network === 'encoder' ? encoderParams(this.#config) : decoderParams(this.#config);
    return Object.fromEntries(readParams(specs).map((spec) => [spec.name, known(state, `${network}.${spec.name}`)]));
  }

  async #run(
    input: FeatureMaps,
    dims: FeatureMaps['dims'],
    apply: (x: tf.Tensor4D) => tf.Tensor4D,
  ): Promise<FeatureMaps> {
    const [batch, channels, height, width] = input.dims;
    const output = tf.tidy(() =>
      apply(fromStored(input.data, [batch, height, width, channels], IMAGE_ORDER) as tf.Tensor4D),
    );
    const data = await toStored(output, IMAGE_ORDER);
    output.dispose();
    return { data, dims };
  }
}
