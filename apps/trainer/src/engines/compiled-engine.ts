import { compile } from '@combogan/compiler';
import type { RunConfig } from '@combogan/contracts';
import {
  decoderParams,
  encoderParams,
  iterationInputs,
  iterationOutputs,
  nextName,
  SLOTS,
  storedShape,
} from '@combogan/model';
import * as tf from '@tensorflow/tfjs-core';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { deviceOf } from './device.ts';
import type { Engine, FeatureMaps, StepInput, StepOutput, StoredTensors } from './engine.ts';
import { cachedGraph } from './graph-cache.ts';
import { compileDecoder, compileEncoder, compileStep } from './graphs.ts';
import { openSession, type Provider } from './onnx-session.ts';
import { isWeight, known, readParams, stateShapes, trainedNames } from './state-shapes.ts';

type Tensors = Record<string, Tensor>;

/** A program of the engine; of the iteration there is one for each choice of slots that train. */
type Graph = 'encoder' | 'decoder' | 'download' | `step.${string}`;

const floats = (tensor: Tensor): Float32Array => {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new Error(`expected float32, not ${tensor.type}`);
};

/**
 * The compiled engine: the iteration as one ONNX graph on one of ONNX Runtime's providers. Weights and moments are
 * inputs and outputs of the graph, in storage order, so one graph serves every pair of domains and nothing is copied
 * between iterations: on the processor new weights go into spare tensors that change places with the inputs, and moments
 * are written in place; on WebGPU they stay in the graphics card's memory.
 */
export class CompiledEngine implements Engine {
  readonly name;
  readonly device: string;
  readonly threads: number;
  readonly #config: RunConfig;
  readonly #provider: Provider;
  readonly #shapes: Map<string, number[]>;
  readonly #trained: string[];
  readonly #domains = new Map<number, Tensors>();
  /** Per slot, tensors for the next weights; unused where outputs stay on the device. */
  readonly #spares: Tensors[] = [];
  readonly #sessions = new Map<string, Promise<InferenceSession>>();

  constructor(config: RunConfig, provider: Provider, threads: number) {
    this.name = `compiled-${provider}` as const;
    this.device = deviceOf(this.name);
    this.threads = threads;
    this.#config = config;
    this.#provider = provider;
    this.#shapes = stateShapes(config);
    this.#trained = trainedNames(config);
  }

  load(domain: number, tensors: StoredTensors): void {
    const loaded: Tensors = {};
    for (const [name, shape] of this.#shapes) {
      const values = known(tensors, name);
      // A copy: the engine writes into its tensors later.
      loaded[name] = new Tensor('float32', values.slice(), shape);
    }
    this.#domains.set(domain, loaded);
  }

  async step({ pair, training, values }: StepInput): Promise<StepOutput> {
    const session = await this.#session(`step.${training.join('')}`);
    const ports = iterationInputs(this.#config, training);
    const states = pair.map((domain) => this.#state(domain));
    const feeds: Tensors = {};
    const fetches: Record<string, Tensor | null> = {};
    for (const [index, slot] of SLOTS.entries()) {
      const state = states[index] ?? {};
      const trains = training.includes(slot);
      const spare = trains ? this.#spare(index) : undefined;
      for (const name of this.#trained) {
        // Of a frozen domain the iteration reads the weights alone.
        if (`${slot}.${name}` in ports) feeds[`${slot}.${name}`] = known(state, name);
        if (trains) fetches[nextName(`${slot}.${name}`)] = spare ? (spare[name] ?? known(state, name)) : null;
      }
    }
    for (const [name, port] of Object.entries(ports)) {
      if (name in feeds) continue;
      feeds[name] = new Tensor('float32', known(values, name), storedShape(port.shape, port.order));
    }
    const outputs = iterationOutputs(this.#config, training);
    for (const name of Object.keys(outputs)) fetches[name] ??= null;

    // ONNX Runtime passes over names it doesn't know, and their tensors would stay as they were.
    const unknown = Object.keys(fetches).find((name) => !(name in outputs));
    if (unknown !== undefined) throw new Error(`the compiled iteration has no output "${unknown}"`);
    const results = await session.run(feeds, fetches);
    for (const [index, slot] of SLOTS.entries())
      if (training.includes(slot)) this.#replace(pair[index] ?? 0, index, slot, results);
    const losses = Object.entries(outputs)
      .filter(([, port]) => port.kind === 'loss')
      .map(([name]): [string, number] => [name, floats(known(results, name))[0] ?? Number.NaN]);
    return {
      losses: Object.fromEntries(losses),
      fakes: { A: floats(known(results, 'A.fake')), B: floats(known(results, 'B.fake')) },
    };
  }

  encode(domain: number, images: FeatureMaps): Promise<FeatureMaps> {
    return this.#half('encoder', domain, 'image', 'latent', images);
  }

  decode(domain: number, latents: FeatureMaps): Promise<FeatureMaps> {
    return this.#half('decoder', domain, 'latent', 'image', latents);
  }

  async tensors(domain: number): Promise<StoredTensors> {
    const state = this.#state(domain);
    const downloaded = Object.values(state).some((tensor) => tensor.location !== 'cpu')
      ? { ...state, ...(await this.#download(state)) }
      : state;
    return Object.fromEntries(Object.entries(downloaded).map(([name, tensor]) => [name, floats(tensor).slice()]));
  }

  async dispose(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    this.#domains.clear();
    this.#spares.length = 0;
    for (const session of sessions) await (await session).release();
  }

  #state(domain: number): Tensors {
    const state = this.#domains.get(domain);
    if (!state) throw new RangeError(`domain ${domain} was not loaded`);
    return state;
  }

  #spare(index: number): Tensors | undefined {
    if (this.#provider === 'webgpu') return undefined;
    this.#spares[index] ??= Object.fromEntries(
      this.#trained.filter(isWeight).map((name) => {
        const shape = known(this.#shapes, name);
        const values = new Float32Array(shape.reduce((product, dim) => product * dim, 1));
        return [name, new Tensor('float32', values, shape)];
      }),
    );
    return this.#spares[index];
  }

  /** Takes a slot's new tensors as the domain's state; the old ones become the spares. */
  #replace(domain: number, index: number, slot: string, results: InferenceSession.OnnxValueMapType): void {
    const old = this.#state(domain);
    const spare = this.#spare(index);
    const next = { ...old };
    for (const name of this.#trained) {
      if (spare) {
        // The step reads a moment once, before it writes the next one over it.
        if (!isWeight(name)) continue;
        next[name] = known(spare, name);
        spare[name] = known(old, name);
      } else {
        next[name] = known(results, nextName(`${slot}.${name}`)) as Tensor;
        known(old, name).dispose();
      }
    }
    this.#domains.set(domain, next);
  }

  async #half(
    network: 'encoder' | 'decoder',
    domain: number,
    from: string,
    to: string,
    input: FeatureMaps,
  ): Promise<FeatureMaps> {
    const session = await this.#session(network);
    const specs = network === 'encoder' ? encoderParams(this.#config) : decoderParams(this.#config);
    const state = this.#state(domain);
    const weights = readParams(specs).map((spec) => [spec.name, known(state, `${network}.${spec.name}`)]);
    const feeds = { ...Object.fromEntries(weights), [from]: new Tensor('float32', input.data, input.dims) };
    const result = known(await session.run(feeds), to) as Tensor;
    const [batch = 0, channels = 0, height = 0, width = 0] = result.dims;
    return { data: floats(result), dims: [batch, channels, height, width] };
  }

  /** Brings device tensors to the processor, through a graph: getData() on them crashes ONNX Runtime 1.30. */
  async #download(state: Tensors): Promise<Tensors> {
    const session = await this.#session('download');
    const copies = await session.run(Object.fromEntries(this.#trained.map((name) => [name, known(state, name)])));
    return Object.fromEntries(this.#trained.map((name) => [name, known(copies, nextName(name)) as Tensor]));
  }

  #session(graph: Graph): Promise<InferenceSession> {
    const existing = this.#sessions.get(graph);
    if (existing) return existing;
    const session = this.#open(graph);
    this.#sessions.set(graph, session);
    return session;
  }

  #open(graph: Graph): Promise<InferenceSession> {
    const settings = { provider: this.#provider, threads: this.threads };
    if (graph === 'encoder') return openSession(compileEncoder({ config: this.#config }).onnx, settings);
    if (graph === 'decoder') return openSession(compileDecoder({ config: this.#config }).onnx, settings);
    if (graph === 'download') {
      const inputs = this.#trained.map((name) => [name, { shape: known(this.#shapes, name) }]);
      const copy = (tensors: Record<string, tf.Tensor>) =>
        Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [nextName(name), tf.mul(tensor, 1)]));
      return openSession(compile(copy, Object.fromEntries(inputs)).onnx, settings);
    }
    const training = SLOTS.filter((slot) => graph.slice('step.'.length).includes(slot));
    const onDevice =
      this.#provider === 'webgpu'
        ? training.flatMap((slot) => this.#trained.map((name) => nextName(`${slot}.${name}`)))
        : [];
    const provider = this.#provider;
    const step = cachedGraph(
      `${graph}-${provider}`,
      this.#config,
      () => compileStep(this.#config, provider, training).onnx,
    );
    return openSession(step, { ...settings, onDevice });
  }
}
