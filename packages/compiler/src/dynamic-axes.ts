import type { Built, InputSpec, PortInfo } from './compile.ts';
import type { DType } from './ir/types.ts';
import type { OnnxBuilder, OnnxNode } from './onnx/builder.ts';
import type { Port } from './onnx/encode.ts';
import { identityOrder } from './orders.ts';
import { at, digest } from './util.ts';

type Axes = Record<string, (string | null)[]>;

/** The inputs with every dynamic dim `factor` times its example, at least 2: size 1 would be simplified away. */
export function resized(inputs: Record<string, InputSpec>, axes: Axes, factor: number): Record<string, InputSpec> {
  const unknown = Object.keys(axes).find((name) => !(name in inputs));
  if (unknown !== undefined) throw new Error(`dynamicAxes names "${unknown}", which is no input`);
  const changed = Object.entries(inputs).map(([name, spec]) => {
    const names = axes[name];
    if (!names) return [name, spec];
    if (names.length !== spec.shape.length) {
      throw new Error(`dynamicAxes of "${name}" lists ${names.length} dims, but it has ${spec.shape.length}`);
    }
    const order = spec.order ?? identityOrder(spec.shape.length);
    const shape = spec.shape.map((dim, axis) =>
      names[order.indexOf(axis)] === null ? dim : Math.max(2, dim) * factor,
    );
    return [name, { ...spec, shape }];
  });
  return Object.fromEntries(changed) as Record<string, InputSpec>;
}

/** A node with the contents of its constant inputs in place of their names. */
function described(node: OnnxNode, constants: ReadonlyMap<string, string>): string {
  const inputs = node.inputs.map((input) => constants.get(input) ?? input);
  return JSON.stringify([node.opType, node.domain, inputs, node.outputs, node.attributes]);
}

const constantsOf = (builder: OnnxBuilder) =>
  new Map(builder.initializers.map(({ name, dims, bytes }) => [name, `[${dims}] ${digest(bytes)}`]));

/** The first node that is not the same in both graphs. */
function firstDifference(a: OnnxBuilder, b: OnnxBuilder): OnnxNode | undefined {
  const left = constantsOf(a);
  const right = constantsOf(b);
  return a.nodes.find((node, i) => {
    const other = b.nodes[i];
    return !other || described(node, left) !== described(other, right);
  });
}

/**
 * Ports with names for the dims that differ between the graphs of two sizes. Throws when the graphs differ in
 * anything else: then a size is written into them.
 */
export function dynamicPorts(small: Built, large: Built, axes: Axes): { inputs: Port[]; outputs: Port[] } {
  const node = firstDifference(small.builder, large.builder);
  if (node || small.builder.nodes.length !== large.builder.nodes.length) {
    const culprit = node ? `its ${node.opType} node` : 'its number of nodes';
    throw new Error(`the graph does not allow dynamic axes ${JSON.stringify(axes)}: ${culprit} depends on their size`);
  }
  const inputs = small.inputs.map((port): Port => {
    const dims = port.dims.map((dim, k) => axes[port.name]?.[k] ?? dim);
    return { name: port.name, type: port.dtype as DType, dims };
  });
  const outputs = small.outputs.map((port: PortInfo, i): Port => {
    const other = at(large.outputs, i).dims;
    const dims = port.dims.map((dim, k) => (dim === other[k] ? dim : `${port.name}_${k}`));
    return { name: port.name, type: port.dtype as DType, dims };
  });
  return { inputs, outputs };
}
