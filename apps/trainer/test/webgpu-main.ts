/** The process of webgpu.test.ts that computes: a Vulkan loader is found only by LD_LIBRARY_PATH at a process's start. */
import { compile } from '@combogan/compiler';
import * as tf from '@tensorflow/tfjs-core';
import { Tensor } from 'onnxruntime-node';
import { openSession } from '../src/engines/onnx-session.ts';
import { smallRun } from './webgpu-run.ts';

const LENGTH = 2 ** 22;

/** Bytes of a tensor that goes from output to input of a graph, and by how much that made the process grow. */
async function growthOf(rounds: number): Promise<{ tensor: number; growth: number }> {
  const { onnx } = compile(({ x }) => ({ y: tf.add(x as tf.Tensor, 1) }), { x: { shape: [LENGTH] } });
  const session = await openSession(onnx, { provider: 'webgpu', threads: 2, onDevice: ['y'] });
  let x: Tensor = new Tensor('float32', new Float32Array(LENGTH), [LENGTH]);
  let settled = 0;
  for (let round = 0; round < rounds; round++) {
    const { y } = await session.run({ x });
    x.dispose();
    x = y as Tensor;
    if (round === 4) settled = process.memoryUsage.rss();
  }
  return { tensor: 4 * LENGTH, growth: process.memoryUsage.rss() - settled };
}

const result = { ...(await smallRun('compiled-webgpu', Number(process.argv[2]))), memory: await growthOf(45) };
process.send?.(result, undefined, undefined, () => process.exit());
