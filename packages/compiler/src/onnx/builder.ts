import { digest, sizeOf } from '../util.ts';

export type OnnxType = 'float32' | 'int32' | 'bool' | 'int64';

export type Attribute =
  | { i: number }
  | { f: number }
  | { s: string }
  | { ints: readonly number[] }
  | { floats: readonly number[] };

export interface OnnxNode {
  opType: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

export interface Initializer {
  name: string;
  type: OnnxType;
  dims: number[];
  bytes: Uint8Array;
}

/** Contrib operators of ONNX Runtime. */
export const MICROSOFT = 'com.microsoft';

/** Collects nodes and initializers; equal nodes and equal initializers are kept once. */
export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Initializer[] = [];
  readonly opset: number;
  private readonly known = new Map<string, string[]>();
  private readonly outputs: { name: string; tensor: string }[] = [];
  private nextName = 0;

  constructor(opset: number) {
    this.opset = opset;
  }

  /** Appends a node with one output, or finds an equal one, and returns the output's name. '' marks an absent input. */
  node(opType: string, inputs: string[], attributes: Record<string, Attribute> = {}, domain = ''): string {
    const [output] = this.append(opType, inputs, attributes, domain, 1);
    return output as string;
  }

  /** Like `node`, with several outputs. */
  multi(opType: string, inputs: string[], attributes: Record<string, Attribute>, count: number): string[] {
    return this.append(opType, inputs, attributes, '', count);
  }

  private append(
    opType: string,
    inputs: string[],
    attributes: Record<string, Attribute>,
    domain: string,
    count: number,
  ): string[] {
    const key = `${domain}:${opType}|${inputs.join(',')}|${JSON.stringify(attributes)}|${count}`;
    const found = this.known.get(key);
    if (found) return found;
    const outputs = Array.from({ length: count }, () => `t${this.nextName++}`);
    this.nodes.push({ opType, domain, inputs, outputs, attributes });
    this.known.set(key, outputs);
    return outputs;
  }

  /** Makes `tensor` a graph output called `name`: by renaming it where it is computed, else through an Identity. */
  output(name: string, tensor: string): void {
    this.outputs.push({ name, tensor });
  }

  /** The nodes with outputs under their own names. */
  finished(): OnnxNode[] {
    const renamed = new Map<string, string>();
    const copies: OnnxNode[] = [];
    const computed = new Set(this.nodes.flatMap((node) => node.outputs));
    for (const { name, tensor } of this.outputs) {
      if (computed.has(tensor) && !renamed.has(tensor)) renamed.set(tensor, name);
      else copies.push({ opType: 'Identity', domain: '', inputs: [tensor], outputs: [name], attributes: {} });
    }
    const now = (tensor: string) => renamed.get(tensor) ?? tensor;
    return [...this.nodes, ...copies].map((node) => ({
      ...node,
      inputs: node.inputs.map(now),
      outputs: node.outputs.map(now),
    }));
  }

  /** An initializer of these bytes, or an equal one. */
  initializer(type: OnnxType, dims: readonly number[], bytes: Uint8Array): string {
    const key = `${type}|${dims.join(',')}|${digest(bytes)}`;
    const found = this.known.get(key);
    if (found?.[0] !== undefined) return found[0];
    const name = `c${this.nextName++}`;
    this.initializers.push({ name, type, dims: [...dims], bytes });
    this.known.set(key, [name]);
    return name;
  }

  float(values: Float32Array, dims: readonly number[]): string {
    return this.initializer('float32', dims, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** A float32 scalar. */
  scalar(value: number): string {
    return this.float(Float32Array.of(value), []);
  }

  /** A list of int64, as operators take axes, shapes and pads. */
  int64(values: readonly number[], dims: readonly number[] = [values.length]): string {
    if (sizeOf(dims) !== values.length) throw new RangeError(`${values.length} values do not fill [${dims}]`);
    const data = BigInt64Array.from(values.map((value) => BigInt(value)));
    return this.initializer('int64', dims, new Uint8Array(data.buffer));
  }
}
