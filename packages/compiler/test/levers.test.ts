import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import onnxProto from 'onnx-proto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CompiledGraph,
  compile,
  DEFAULT_LEVERS,
  identityOrder,
  type Levers,
  OIHW,
  PORTABLE_LEVERS,
} from '../src/index.ts';
import { type NetworkSize, stepPorts, stepValues, trainingStep } from './network.ts';
import { runGraph } from './run-graph.ts';

const SIZE: NetworkSize = { size: 48, channels: 16, blocks: 1 };
const values = stepValues(SIZE);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function build(levers: Partial<Levers>, order: readonly number[] = OIHW): CompiledGraph {
  const { inputs, options } = stepPorts(SIZE, order);
  return compile(trainingStep(SIZE), inputs, { ...options, levers });
}

const opTypes = (graph: CompiledGraph) =>
  (onnxProto.onnx.ModelProto.decode(graph.onnx).graph?.node ?? []).map((node) => node.opType ?? '');

type Results = Awaited<ReturnType<typeof runGraph>>;

/** Largest difference of any output relative to that output's largest value. */
function apart(a: Results, b: Results): number {
  return Math.max(
    ...Object.entries(a).map(([name, { values: left }]) => {
      const right = b[name]?.values ?? new Float32Array();
      const scale = Math.max(...Array.from(left, Math.abs), 1e-12);
      return Math.max(...Array.from(left, (value, i) => Math.abs(value - (right[i] ?? Number.NaN)))) / scale;
    }),
  );
}

describe('a training step gives the same whichever levers are on', () => {
  let expected: Results;
  beforeAll(async () => {
    expected = await runGraph(build(PORTABLE_LEVERS), values);
  });

  const variants: Record<string, Partial<Levers>> = {
    all: {},
    'transforms computed again': { keptTransformBytes: 0 },
    ...Object.fromEntries(
      Object.entries(DEFAULT_LEVERS)
        .filter(([, value]) => value === true)
        .map(([name]) => [`all but ${name}`, { [name]: false }]),
    ),
  };
  for (const [name, levers] of Object.entries(variants)) {
    it(name, async () => {
      expect(apart(expected, await runGraph(build(levers), values))).toBeLessThan(5e-5);
    });
  }

  it('and however weights are stored', async () => {
    expect(apart(expected, await runGraph(build({}, identityOrder(4)), values))).toBeLessThan(5e-5);
  });
});

describe('levers', () => {
  it('all on: most convolutions become products', () => {
    const count = (graph: CompiledGraph) => opTypes(graph).filter((op) => op.startsWith('Conv')).length;
    expect(count(build({}))).toBeLessThan(count(build(PORTABLE_LEVERS)) * 0.6);
    expect(opTypes(build({}))).toEqual(expect.arrayContaining(['Gather', 'FusedMatMul', 'MatMul']));
  });

  it('portable: nothing but standard operators', () => {
    const graph = build(PORTABLE_LEVERS);
    const model = onnxProto.onnx.ModelProto.decode(graph.onnx);
    expect(model.opsetImport).toHaveLength(1);
    expect(opTypes(graph)).toEqual(expect.arrayContaining(['Conv', 'ConvTranspose']));
  });

  it('short of memory: rectified images are computed again', () => {
    expect(opTypes(build({}))).not.toContain('Clip');
    expect(opTypes(build({ keptTransformBytes: 0 }))).toContain('Clip');
  });
});
