import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import onnxProto from 'onnx-proto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompiledGraph, compile, fromOrder, OIHW, toOrder } from '../src/index.ts';
import { runGraph } from './run-graph.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const opTypes = (graph: CompiledGraph): string[] =>
  (onnxProto.onnx.ModelProto.decode(graph.onnx).graph?.node ?? []).map((node) => node.opType ?? '');

const ramp = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i));

const identity = ({ x }: Record<string, tf.Tensor>) => ({ y: tf.mul(x as tf.Tensor, 2) });

describe('what cannot be compiled', () => {
  it('an unsupported kernel is named with its inputs and attributes', () => {
    const top = ({ x }: Record<string, tf.Tensor>) => ({ y: tf.topk(x as tf.Tensor, 2).values });
    expect(() => compile(top, { x: { shape: [3, 4] } })).toThrow(
      'kernel TopK cannot be compiled: it is not supported: inputs (x: float32 [3,4]), attributes {"k":2,"sorted":true}',
    );
  });

  it('an unsupported variant of a kernel says which', () => {
    const gather = ({ x, i }: Record<string, tf.Tensor>) => ({
      y: tf.gather(x as tf.Tensor, i as tf.Tensor, 1, 1),
    });
    expect(() => compile(gather, { x: { shape: [2, 4] }, i: { shape: [2, 1], dtype: 'int32' } })).toThrow(
      /GatherV2 cannot be compiled with batchDims 1: only 0.*x: float32 \[2,4\].*"batchDims":1/,
    );
  });

  it('reading a traced tensor explains why there is no value', () => {
    const reads = ({ x }: Record<string, tf.Tensor>) => ({ y: tf.scalar(x?.dataSync()[0] ?? 0) });
    expect(() => compile(reads, { x: { shape: [1] } })).toThrow(/a traced function only describes the computation/);
  });

  it('a constant made inside may be read', async () => {
    const graph = compile(
      ({ x }) => ({ y: tf.mul(x as tf.Tensor, tf.add(tf.scalar(2), tf.scalar(3)).dataSync()[0] ?? 0) }),
      { x: { shape: [2] } },
    );
    expect([...((await runGraph(graph, { x: Float32Array.of(1, 2) })).y?.values ?? [])]).toEqual([5, 10]);
  });

  it('an output may not have the name of an input', () => {
    expect(() => compile(({ x }) => ({ x: tf.neg(x as tf.Tensor) }), { x: { shape: [1] } })).toThrow(
      'output "x" has the name of an input',
    );
  });

  it('compile within compile is refused', () => {
    const nested = ({ x }: Record<string, tf.Tensor>) => {
      compile(identity, { x: { shape: [1] } });
      return { y: tf.neg(x as tf.Tensor) };
    };
    expect(() => compile(nested, { x: { shape: [1] } })).toThrow(/inside a function that is being compiled/);
  });
});

describe('tracing leaves no trace', () => {
  const loss = (x: tf.Tensor) => tf.sum(tf.square(tf.relu(x))) as tf.Scalar;

  it('of tensors, and the previous backend is back', () => {
    const before = tf.memory();
    compile(({ x }) => ({ y: tf.grad(loss)(x as tf.Tensor) }), { x: { shape: [4] } });
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('even when the function throws', () => {
    const before = tf.memory().numTensors;
    const fails = ({ x }: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
      tf.neg(x as tf.Tensor);
      throw new Error('mine');
    };
    expect(() => compile(fails, { x: { shape: [4] } })).toThrow('mine');
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('tensors of another backend are read, not taken', async () => {
    const outside = tf.tensor1d([1, 2, 3]);
    const graph = compile(({ x }) => ({ y: tf.add(x as tf.Tensor, outside) }), { x: { shape: [3] } });
    expect([...outside.dataSync()]).toEqual([1, 2, 3]);
    outside.dispose();
    expect([...((await runGraph(graph, { x: Float32Array.of(1, 1, 1) })).y?.values ?? [])]).toEqual([2, 3, 4]);
  });
});

describe('ports', () => {
  it('list names, types, physical dims and orders as asked for', () => {
    const graph = compile(identity, { x: { shape: [2, 3, 4], order: [2, 0, 1] } }, { outputOrder: { y: [1, 2, 0] } });
    expect(graph.inputs).toEqual([{ name: 'x', dtype: 'float32', dims: [4, 2, 3], order: [2, 0, 1] }]);
    expect(graph.outputs).toEqual([{ name: 'y', dtype: 'float32', dims: [3, 4, 2], order: [1, 2, 0] }]);
  });

  it('an input may be returned as it is, and one value under two names', async () => {
    const graph = compile(
      ({ x }) => {
        const twice = tf.mul(x as tf.Tensor, 2);
        return { same: x as tf.Tensor, a: twice, b: twice, one: tf.scalar(1) };
      },
      { x: { shape: [2] } },
    );
    const results = await runGraph(graph, { x: Float32Array.of(3, 4) });
    expect(Object.fromEntries(Object.entries(results).map(([name, { values }]) => [name, [...values]]))).toEqual({
      same: [3, 4],
      a: [6, 8],
      b: [6, 8],
      one: [1],
    });
  });

  it('orders that are no permutation are refused', () => {
    expect(() => compile(identity, { x: { shape: [2, 3], order: [0, 0] } })).toThrow(/order \[0,0\] of "x"/);
    expect(() => compile(identity, { x: { shape: [2] } }, { outputOrder: { y: [1] } })).toThrow(/order \[1\] of "y"/);
  });

  it('toOrder and fromOrder undo each other', () => {
    const values = ramp(24);
    const stored = toOrder(values, [2, 3, 4], [2, 0, 1]);
    expect(stored[1]).toBe(values[4]);
    expect([...fromOrder(stored, [2, 3, 4], [2, 0, 1])]).toEqual([...values]);
  });
});

describe('constants', () => {
  it('take the place of inputs', async () => {
    const graph = compile(
      ({ x, w }) => ({ y: tf.matMul(x as tf.Tensor, w as tf.Tensor) }),
      { x: { shape: [1, 2] } },
      { constants: { w: { shape: [2, 1], values: Float32Array.of(10, 1) } } },
    );
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
    expect((await runGraph(graph, { x: Float32Array.of(2, 3) })).y?.values[0]).toBe(23);
  });

  it('equal ones are stored once', () => {
    const graph = compile(
      ({ x }) => {
        const table = () => tf.tensor1d([1, 5, 7]);
        return { y: tf.add(tf.mul(x as tf.Tensor, table()), tf.sub(table(), tf.mul(x as tf.Tensor, x as tf.Tensor))) };
      },
      { x: { shape: [3] } },
    );
    expect(onnxProto.onnx.ModelProto.decode(graph.onnx).graph?.initializer).toHaveLength(1);
  });
});

describe('the graph', () => {
  it('computes equal expressions once and unused ones never', () => {
    const graph = compile(
      ({ x }) => {
        const a = x as tf.Tensor;
        tf.exp(a);
        return { y: tf.add(tf.sin(a), tf.mul(tf.sin(a), tf.sin(a))) };
      },
      { x: { shape: [3] } },
    );
    expect(opTypes(graph).sort()).toEqual(['Add', 'Mul', 'Sin']);
  });

  it('drops what changes nothing', () => {
    const graph = compile(
      ({ x }) => {
        const a = x as tf.Tensor2D;
        const turned = tf.transpose(tf.transpose(tf.reshape(tf.reshape(a, [6]), [2, 3])));
        return { y: tf.neg(tf.add(tf.mul(turned, tf.onesLike(turned)), tf.zerosLike(turned))) };
      },
      { x: { shape: [2, 3] } },
    );
    expect(opTypes(graph)).toEqual(['Neg']);
  });

  it('takes a border of zeros into the convolution', () => {
    const graph = compile(
      ({ x, w }) => ({
        y: tf.conv2d(
          tf.pad(x as tf.Tensor4D, [
            [0, 0],
            [1, 2],
            [1, 2],
            [0, 0],
          ]),
          w as tf.Tensor4D,
          1,
          'valid',
        ),
      }),
      { x: { shape: [1, 6, 6, 2], order: [0, 3, 1, 2] }, w: { shape: [3, 3, 2, 2], order: [...OIHW] } },
      { outputOrder: { y: [0, 3, 1, 2] } },
    );
    expect(opTypes(graph)).toEqual(['Conv']);
  });

  /** One gradient step on a convolution's weight. */
  const update = ({ x, w, m }: Record<string, tf.Tensor>) => {
    const gradient = tf.grad((k: tf.Tensor) => tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 1))))(
      w as tf.Tensor,
    );
    const mean = tf.add(tf.mul(m as tf.Tensor, 0.9), tf.mul(gradient, 0.1));
    return { 'next.m': mean, 'next.w': tf.sub(w as tf.Tensor, tf.mul(mean, 0.01)) };
  };

  for (const [name, winograd] of [
    ['direct', false],
    ['Winograd', true],
  ] as const) {
    it(`updates weights stored [out, in, height, width] without transposing four axes (${name})`, () => {
      const weight = { shape: [3, 3, 32, 32], order: [...OIHW] };
      const graph = compile(
        update,
        { x: { shape: [1, 16, 16, 32], order: [0, 3, 1, 2] }, w: weight, m: weight },
        { outputOrder: { 'next.m': weight.order, 'next.w': weight.order }, levers: { winograd } },
      );
      const model = onnxProto.onnx.ModelProto.decode(graph.onnx).graph;
      const perms = (model?.node ?? [])
        .filter((node) => node.opType === 'Transpose')
        .map((node) => (node.attribute?.[0]?.ints ?? []).map(Number));
      // Winograd turns the image once to channels last and sorts tiles; neither touches a weight.
      expect(perms.filter((perm) => perm.length === 4)).toEqual(winograd ? [[0, 2, 3, 1]] : []);
      expect(opTypes(graph).includes('Conv')).toBe(!winograd);
    });
  }
});
