import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as ort from 'onnxruntime-node';
import { beforeAll, expect, it } from 'vitest';
import { compile, fromOrder, NCHW, toOrder } from '../src/index.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const edges: [number, number][] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];
const ramp = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7));
const w1 = { shape: [3, 3, 2, 5], values: ramp(90) };
const w2 = { shape: [4, 4, 3, 5], values: ramp(240) };

/** Down and up again: reflect border, strided convolution, instance norm, transposed convolution. */
function network({ image, down, up }: Record<string, tf.Tensor>): tf.Tensor {
  const padded = tf.mirrorPad(image as tf.Tensor4D, edges, 'reflect');
  const x = tf.conv2d(padded as tf.Tensor4D, down as tf.Tensor4D, 2, 'valid');
  const centred = tf.sub(x, tf.mean(x, [1, 2], true));
  const y = tf.relu(tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), [1, 2], true), 1e-5)))) as tf.Tensor4D;
  const [batch = 1, height = 1, width = 1] = y.shape;
  return tf.add(
    tf.conv2dTranspose(y, up as tf.Tensor4D, [batch, 2 * height, 2 * width, 3], 2, 1),
    tf.tensor1d([1, 2, 3]),
  );
}

const options = {
  constants: { down: w1, up: w2 },
  outputOrder: { out: [...NCHW] },
  dynamicAxes: { image: ['batch', null, 'height', 'width'] },
};

it('one graph serves every batch and size', async () => {
  const graph = compile(
    (inputs) => ({ out: network(inputs) }),
    { image: { shape: [1, 8, 8, 2], order: [...NCHW] } },
    options,
  );
  expect(graph.inputs[0]?.dims).toEqual([1, 2, 8, 8]);
  const session = await ort.InferenceSession.create(graph.onnx);
  for (const shape of [
    [1, 8, 8, 2],
    [3, 12, 20, 2],
  ] as [number, number, number, number][]) {
    const values = ramp(shape.reduce((a, b) => a * b, 1));
    const [batch, height, width, channels] = shape;
    const feeds = { image: new ort.Tensor('float32', toOrder(values, shape, NCHW), [batch, channels, height, width]) };
    const out = (await session.run(feeds)).out as ort.Tensor;
    const expected = tf.tidy(() =>
      network({
        image: tf.tensor(values, shape),
        down: tf.tensor(w1.values, w1.shape),
        up: tf.tensor(w2.values, w2.shape),
      }).dataSync<'float32'>(),
    );
    const got = fromOrder(out.data as Float32Array, [batch, height, width, 3], NCHW);
    expect(out.dims).toEqual([batch, 3, height, width]);
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (got[i] ?? 0))))).toBeLessThan(1e-4);
  }
  await session.release();
});

it('a size that is written into the graph is refused, and where', () => {
  const reshaped = ({ image }: Record<string, tf.Tensor>) => ({ out: tf.neg(tf.reshape(image as tf.Tensor, [-1])) });
  expect(() => compile(reshaped, { image: { shape: [1, 4] } }, { dynamicAxes: { image: ['batch', null] } })).toThrow(
    /does not allow dynamic axes .*Reshape node depends on their size/,
  );
});

it('dynamic axes of something else are refused', () => {
  const negated = ({ image }: Record<string, tf.Tensor>) => ({ out: tf.neg(image as tf.Tensor) });
  const inputs = { image: { shape: [1, 4] } };
  expect(() => compile(negated, inputs, { dynamicAxes: { picture: ['batch', null] } })).toThrow(
    /"picture", which is no input/,
  );
  expect(() => compile(negated, inputs, { dynamicAxes: { image: ['batch'] } })).toThrow(/lists 1 dims, but it has 2/);
});
