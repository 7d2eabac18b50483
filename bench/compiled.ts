import { compile, sessionOptions } from '@combogan/compiler';
import type { RunConfig } from '@combogan/contracts';
import { iterationInputs, iterationOutputs, iterationStep, nextName, sizeOf, storedShape } from '@combogan/model';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Arrays, type Engine, firstState } from './engine.ts';

const floats = (tensor: Tensor | undefined): Float32Array => {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new Error('expected a float32 tensor');
};

/** The iteration as one ONNX graph on onnxruntime-node's CPU provider. */
export class CompiledEngine implements Engine {
  /** Floating-point operations of the compiled iteration's products and convolutions. */
  readonly flops: number;
  readonly #shapes: Record<string, number[]>;
  readonly #session: InferenceSession;
  readonly #state: Record<string, Tensor> = {};
  /** Where the next outputs go: as an output becomes an input, its old buffer becomes the next output's. */
  readonly #fetches: Record<string, Tensor | null> = {};

  private constructor(config: RunConfig, session: InferenceSession, flops: number) {
    this.flops = flops;
    this.#session = session;
    const inputs = Object.entries(iterationInputs(config));
    this.#shapes = Object.fromEntries(inputs.map(([name, { shape, order }]) => [name, storedShape(shape, order)]));
    for (const [name, values] of Object.entries(firstState(config)))
      this.#state[name] = new Tensor('float32', values, this.#shapes[name]);
    for (const [name, { shape, order, kind }] of Object.entries(iterationOutputs(config))) {
      const fedBack = kind === 'weight' || kind === 'moment';
      const input = name.replace(/^next\./, '');
      const spare = () => new Tensor('float32', new Float32Array(sizeOf(shape)), storedShape(shape, order));
      // The step reads a moment once, before it writes the next one: there it is written in place.
      this.#fetches[name] = kind === 'moment' ? (this.#state[input] ?? null) : fedBack ? spare() : null;
    }
  }

  /** Traces the iteration and loads it, with so many threads. */
  static async create(config: RunConfig, threads: number): Promise<CompiledEngine> {
    const outputs = Object.entries(iterationOutputs(config));
    const { onnx, flops } = compile(iterationStep(config), iterationInputs(config), {
      outputOrder: Object.fromEntries(outputs.map(([name, { order }]) => [name, order])),
    });
    const session = await InferenceSession.create(onnx, sessionOptions(threads));
    return new CompiledEngine(config, session, flops);
  }

  async run(values: Arrays): Promise<Arrays> {
    const feeds = { ...this.#state };
    for (const [name, value] of Object.entries(values)) feeds[name] = new Tensor('float32', value, this.#shapes[name]);
    const results = await this.#session.run(feeds, this.#fetches);
    for (const [name, fed] of Object.entries(this.#state)) {
      const written = this.#fetches[nextName(name)];
      if (!written) throw new Error(`${name} has no next value`);
      this.#state[name] = written;
      this.#fetches[nextName(name)] = fed;
    }
    const reported = Object.entries(results).filter(([name]) => this.#fetches[name] === null);
    return Object.fromEntries(reported.map(([name, tensor]) => [name, floats(tensor)]));
  }

  state(): Arrays {
    return Object.fromEntries(Object.entries(this.#state).map(([name, tensor]) => [name, floats(tensor)]));
  }
}
