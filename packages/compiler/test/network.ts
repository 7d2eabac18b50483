import * as tf from '@tensorflow/tfjs-core';
import { type CompileOptions, type InputSpec, NCHW, OIHW } from '../src/index.ts';
import { generator } from './generator.ts';

export interface NetworkSize {
  /** Side of the square image. */
  size: number;
  /** Channels of the first layer. */
  channels: number;
  blocks: number;
}

type Image = tf.Tensor4D;
type Tensors = Record<string, tf.Tensor>;

/** Mirrored border, by slices and concat: TF.js's gradient of mirrorPad is wrong. */
function reflect(x: Image, pad: number): Image {
  return [1, 2].reduce((image, axis) => {
    const size = image.shape[axis] ?? 1;
    const piece = (from: number) =>
      tf.reverse(
        tf.slice(
          image,
          image.shape.map((_, i) => (i === axis ? from : 0)),
          image.shape.map((dim, i) => (i === axis ? pad : dim)),
        ),
        axis,
      ) as Image;
    return tf.concat([piece(1), image, piece(size - 1 - pad)], axis);
  }, x);
}

function normalised(x: Image): Image {
  const centred = tf.sub(x, tf.mean(x, [1, 2], true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), [1, 2], true), 1e-5)));
}

const activated = (x: Image): Image => tf.relu(normalised(x));

/** Shapes of the weights: down twice, residual blocks, up twice, as image translation networks have them. */
export function weightShapes({ channels: c, blocks }: NetworkSize): Record<string, number[]> {
  const residual = Array.from({ length: 2 * blocks }, (_, i) => [`block${i}`, [3, 3, 4 * c, 4 * c]]);
  return {
    first: [7, 7, 3, c],
    down1: [3, 3, c, 2 * c],
    down2: [4, 4, 2 * c, 4 * c],
    ...Object.fromEntries(residual),
    up1: [4, 4, 2 * c, 4 * c],
    up2: [4, 4, c, 2 * c],
    last: [7, 7, c, 3],
  };
}

function translate(w: Tensors, image: Image, { blocks }: NetworkSize): Image {
  const kernel = (name: string) => w[name] as Image;
  const up = (x: Image, name: string): Image => {
    const [batch = 1, height = 1, width = 1] = x.shape;
    const shape: [number, number, number, number] = [batch, 2 * height, 2 * width, kernel(name).shape[2]];
    return activated(tf.conv2dTranspose(x, kernel(name), shape, 2, 1));
  };
  let x = activated(tf.conv2d(reflect(image, 3), kernel('first'), 1, 'valid'));
  x = activated(tf.conv2d(x, kernel('down1'), 2, 1));
  x = activated(tf.conv2d(x, kernel('down2'), 2, 1));
  for (let i = 0; i < blocks; i++) {
    const hidden = activated(tf.conv2d(reflect(x, 1), kernel(`block${2 * i}`), 1, 'valid'));
    x = tf.add(x, normalised(tf.conv2d(reflect(hidden, 1), kernel(`block${2 * i + 1}`), 1, 'valid')));
  }
  return tf.tanh(tf.conv2d(reflect(up(up(x, 'up1'), 'up2'), 3), kernel('last'), 1, 'valid'));
}

/** One training step: forward, backward and a moment update of every weight. */
export function trainingStep(size: NetworkSize): (inputs: Tensors) => Tensors {
  const names = Object.keys(weightShapes(size));
  return (inputs) => {
    const loss = (...weights: tf.Tensor[]): tf.Scalar => {
      const w = Object.fromEntries(names.map((name, i) => [name, weights[i] as tf.Tensor]));
      return tf.mean(tf.square(tf.sub(translate(w, inputs.image as Image, size), inputs.target as tf.Tensor)));
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name] as tf.Tensor));
    const updated = names.flatMap((name, i) => {
      const mean = tf.add(tf.mul(inputs[`${name}.m`] as tf.Tensor, 0.5), tf.mul(grads[i] as tf.Tensor, 0.5));
      return [
        [`next.${name}`, tf.sub(inputs[name] as tf.Tensor, tf.mul(mean, 0.01))],
        [`next.${name}.m`, mean],
      ];
    });
    return { loss: value, ...Object.fromEntries(updated) };
  };
}

/** Inputs of the step, weights and moments stored in `order`. */
export function stepPorts(
  size: NetworkSize,
  order: readonly number[] = OIHW,
): { inputs: Record<string, InputSpec>; options: CompileOptions } {
  const image: InputSpec = { shape: [1, size.size, size.size, 3], order: [...NCHW] };
  const state = Object.entries(weightShapes(size)).flatMap(([name, shape]): [string, InputSpec][] => [
    [name, { shape, order: [...order] }],
    [`${name}.m`, { shape, order: [...order] }],
  ]);
  const outputOrder = Object.fromEntries(state.map(([name]) => [`next.${name}`, [...order]]));
  return { inputs: { image, target: image, ...Object.fromEntries(state) }, options: { outputOrder } };
}

/** Repeatable values for every input: small weights, no momentum yet. */
export function stepValues(size: NetworkSize): Record<string, Float32Array> {
  const random = generator(1);
  const entries = Object.entries(stepPorts(size).inputs).map(([name, { shape }]) => {
    const scale = name.endsWith('.m') ? 0 : name === 'image' || name === 'target' ? 1 : 0.1;
    const count = shape.reduce((product, dim) => product * dim, 1);
    return [name, Float32Array.from({ length: count }, () => scale * (2 * random() - 1))];
  });
  return Object.fromEntries(entries) as Record<string, Float32Array>;
}
