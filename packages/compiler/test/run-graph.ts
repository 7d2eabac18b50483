import * as ort from 'onnxruntime-node';
import { type CompiledGraph, fromOrder, sessionOptions, toOrder } from '../src/index.ts';

type Data = Float32Array | Int32Array | Uint8Array;

/** Runs a compiled graph on logical values and returns logical values. */
export async function runGraph(
  graph: CompiledGraph,
  values: Record<string, Data>,
): Promise<Record<string, { shape: number[]; values: Data }>> {
  const session = await ort.InferenceSession.create(graph.onnx, sessionOptions(1));
  try {
    const feeds: Record<string, ort.Tensor> = {};
    for (const { name, dtype, dims, order } of graph.inputs) {
      const shape = logical(dims, order);
      const data = values[name];
      if (!data) throw new Error(`no values for input ${name}`);
      feeds[name] = new ort.Tensor(dtype as 'float32', toOrder(data, shape, order) as Float32Array, dims);
    }
    const results = await session.run(feeds);
    return Object.fromEntries(
      graph.outputs.map(({ name, order }) => {
        const tensor = results[name];
        if (!tensor) throw new Error(`no output ${name}`);
        const shape = logical(tensor.dims, order);
        return [name, { shape, values: fromOrder(tensor.data as Float32Array, shape, order) }];
      }),
    );
  } finally {
    await session.release();
  }
}

function logical(dims: readonly number[], order: readonly number[]): number[] {
  const shape: number[] = [];
  order.forEach((axis, k) => {
    shape[axis] = dims[k] ?? 0;
  });
  return shape;
}
