import onnxProto, { type onnx } from 'onnx-proto';
import type { Attribute, OnnxBuilder, OnnxNode, OnnxType } from './builder.ts';
import { MICROSOFT } from './builder.ts';
import { deepestFirst, needed } from './order.ts';

/** A graph input or output; a string dim is a named dynamic one. */
export interface Port {
  name: string;
  type: OnnxType;
  dims: (number | string)[];
}

// Numbers of the ONNX specification (onnx.proto, TensorProto.DataType and AttributeProto.AttributeType).
const DATA_TYPE: Record<OnnxType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };
const ATTRIBUTE_TYPE = { f: 1, i: 2, s: 3, floats: 6, ints: 7 };
const IR_VERSION = 8;

function attribute(name: string, value: Attribute): onnx.IAttributeProto {
  if ('i' in value) return { name, i: value.i, type: ATTRIBUTE_TYPE.i };
  if ('f' in value) return { name, f: value.f, type: ATTRIBUTE_TYPE.f };
  if ('s' in value) return { name, s: new TextEncoder().encode(value.s), type: ATTRIBUTE_TYPE.s };
  if ('ints' in value) return { name, ints: [...value.ints], type: ATTRIBUTE_TYPE.ints };
  return { name, floats: [...value.floats], type: ATTRIBUTE_TYPE.floats };
}

const node = ({ opType, domain, inputs, outputs, attributes }: OnnxNode, index: number): onnx.INodeProto => ({
  opType,
  name: `${opType}_${index}`,
  input: inputs,
  output: outputs,
  ...(domain ? { domain } : {}),
  attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
});

const port = ({ name, type, dims }: Port): onnx.IValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType: DATA_TYPE[type],
      shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) },
    },
  },
});

/** The bytes of an ONNX ModelProto. */
export function encodeModel(
  graph: OnnxBuilder,
  inputs: Port[],
  outputs: Port[],
  options: { deepestFirst: boolean },
): Uint8Array {
  const wanted = needed(
    graph.finished(),
    outputs.map(({ name }) => name),
  );
  const nodes = options.deepestFirst ? deepestFirst(wanted) : wanted;
  const used = new Set(nodes.flatMap((n) => n.inputs));
  const initializers = graph.initializers.filter(({ name }) => used.has(name));
  const message: onnx.IModelProto = {
    irVersion: IR_VERSION,
    producerName: 'combogan-compiler',
    opsetImport: [
      { domain: '', version: graph.opset },
      ...(nodes.some((n) => n.domain === MICROSOFT) ? [{ domain: MICROSOFT, version: 1 }] : []),
    ],
    graph: {
      name: 'traced',
      node: nodes.map(node),
      initializer: initializers.map(({ name, type, dims, bytes }) => ({
        name,
        dataType: DATA_TYPE[type],
        dims,
        rawData: bytes,
      })),
      input: inputs.map(port),
      output: outputs.map(port),
    },
  };
  const { ModelProto } = onnxProto.onnx;
  return ModelProto.encode(ModelProto.create(message)).finish();
}
