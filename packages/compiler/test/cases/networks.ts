import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { type Case, dims, imageShape, type Sample } from '../case.ts';

const padding = (kernel: number, strided: boolean) =>
  fc.oneof(
    fc.constant('same' as const),
    fc.constant('valid' as const),
    ...(strided ? [dims(0, kernel - 1)] : [dims(0, kernel - 1)]),
  );

interface ConvDraw {
  shape: number[];
  kernel: number;
  outputs: number;
  strides: number;
  dilations: number;
  pad: 'same' | 'valid' | number;
}

const convDraw = imageShape([7, 10]).chain((shape) =>
  fc
    .tuple(dims(1, 4), fc.constantFrom([1, 1], [2, 1], [1, 2], [3, 1]), dims(1, 3))
    .chain(([kernel, steps, outputs]) =>
      padding(kernel, (steps[0] ?? 1) > 1).map(
        (pad): ConvDraw => ({ shape, kernel, outputs, strides: steps[0] ?? 1, dilations: steps[1] ?? 1, pad }),
      ),
    ),
);

const conv2d: Case = {
  kernels: ['Conv2D'],
  sample: convDraw.map(
    ({ shape, kernel, outputs, strides, dilations, pad }): Sample => ({
      inputs: { x: { shape }, w: { shape: [kernel, kernel, shape[3] ?? 1, outputs] } },
      run: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, 'NHWC', dilations),
      gradient: dilations === 1,
    }),
  ),
};

/** Channels enough for Winograd, and a border of zeros or mirrored pixels to melt in. */
const wideConv: Case = {
  kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  sample: fc
    .tuple(
      dims(1, 2),
      dims(8, 17),
      dims(8, 17),
      fc.constantFrom(2, 3, 4),
      dims(0, 2),
      fc.constantFrom('zero', 'reflect', 'none'),
    )
    .map(
      ([batch, height, width, kernel, pad, border]): Sample => ({
        inputs: {
          x: { shape: [batch, height, width, 16] },
          w: { shape: [kernel, kernel, 16, 18] },
        },
        run: (inputs) => {
          const x = inputs.x as tf.Tensor4D;
          const edges: [number, number][] = [
            [0, 0],
            [pad, 1],
            [1, pad],
            [0, 0],
          ];
          const image = border === 'zero' ? tf.pad(x, edges) : border === 'reflect' ? mirrored(x, edges) : x;
          return tf.conv2d(image, inputs.w as tf.Tensor4D, 1, border === 'none' ? Math.min(pad, kernel - 1) : 'valid');
        },
      }),
    ),
};

/** mirrorPad written as slices, whose gradient TF.js gets right. */
function mirrored(x: tf.Tensor4D, edges: [number, number][]): tf.Tensor4D {
  return edges.reduce<tf.Tensor4D>((image, [before, after], axis) => {
    const size = image.shape[axis] ?? 1;
    const piece = (from: number, many: number) =>
      tf.slice(
        image,
        image.shape.map((_, i) => (i === axis ? from : 0)),
        image.shape.map((dim, i) => (i === axis ? many : dim)),
      );
    const parts = [
      ...(before ? [tf.reverse(piece(1, before), axis)] : []),
      image,
      ...(after ? [tf.reverse(piece(size - 1 - after, after), axis)] : []),
    ];
    return tf.concat(parts, axis) as tf.Tensor4D;
  }, x);
}

/** Stride 2 with channels enough for Winograd by phases, downwards and upwards. */
const stridedConv: Case = {
  kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  runs: 4,
  sample: fc.tuple(dims(1, 2), dims(14, 17), dims(14, 17), fc.constantFrom(3, 4), dims(0, 2), fc.boolean()).map(
    ([batch, height, width, kernel, pad, upwards]): Sample => ({
      inputs: { x: { shape: [batch, height, width, 33] }, w: { shape: [kernel, kernel, 33, 34] } },
      run: (inputs) => {
        const x = inputs.x as tf.Tensor4D;
        const w = inputs.w as tf.Tensor4D;
        if (!upwards) return tf.conv2d(x, w, 2, pad);
        const [rows, columns] = [height, width].map((side) => 2 * (side - 1) + kernel - 2 * pad + (side % 2));
        return tf.conv2dTranspose(
          x,
          tf.transpose(w, [0, 1, 3, 2]) as tf.Tensor4D,
          [batch, rows ?? 1, columns ?? 1, 34],
          2,
          pad,
        );
      },
    }),
  ),
};

/** Large kernels with few channels on one side or the other, as first and last layers have them. */
const edgeLayers: Case = {
  kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  sample: fc
    .tuple(dims(1, 2), dims(8, 12), fc.constantFrom([3, 18], [18, 3], [2, 2]), fc.constantFrom(5, 7), dims(0, 3))
    .map(
      ([batch, size, [channels = 1, outputs = 1], kernel, pad]): Sample => ({
        inputs: { x: { shape: [batch, size, size + 1, channels] }, w: { shape: [kernel, kernel, channels, outputs] } },
        run: ({ x, w }) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, pad),
      }),
    ),
};

const nchw: Case = {
  kernels: ['Conv2D'],
  sample: fc.tuple(dims(1, 2), dims(4, 8), dims(1, 2)).map(
    ([batch, size, strides]): Sample => ({
      inputs: { x: { shape: [batch, 3, size, size] }, w: { shape: [3, 3, 3, 2] } },
      run: (inputs) => {
        // The CPU backend knows NHWC only; the two must agree.
        const x = inputs.x as tf.Tensor4D;
        const w = inputs.w as tf.Tensor4D;
        if (tf.getBackend() !== 'cpu') return tf.conv2d(x, w, strides, 1, 'NCHW');
        return tf.transpose(tf.conv2d(tf.transpose(x, [0, 2, 3, 1]), w, strides, 1), [0, 3, 1, 2]);
      },
      gradient: false,
    }),
  ),
};

const transposedConv: Case = {
  kernels: ['Conv2DBackpropInput'],
  sample: fc
    .tuple(
      dims(1, 2),
      dims(3, 6),
      dims(1, 4),
      dims(1, 3),
      fc.constantFrom([4, 2, 1], [3, 1, 1], [3, 2, 1], [2, 2, 0], [5, 3, 2], [4, 1, 0]),
    )
    .map(([batch, size, channels, outputs, [kernel = 1, stride = 1, pad = 0]]): Sample => {
      const grown = (size - 1) * stride + kernel - 2 * pad;
      return {
        inputs: { x: { shape: [batch, size, size, channels] }, w: { shape: [kernel, kernel, outputs, channels] } },
        run: ({ x, w }) =>
          tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [batch, grown, grown, outputs], stride, pad),
      };
    }),
};

const depthwise: Case = {
  kernels: ['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
  sample: fc
    .tuple(imageShape([5, 8]), dims(1, 3), dims(1, 3), dims(1, 2))
    .chain((draw) => fc.tuple(fc.constant(draw), padding(draw[1], draw[3] > 1)))
    .map(
      ([[shape, kernel, multiplier, strides], pad]): Sample => ({
        inputs: { x: { shape }, w: { shape: [kernel, kernel, shape[3] ?? 1, multiplier] } },
        run: ({ x, w }) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad),
      }),
    ),
};

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;

const fusedConv: Case = {
  kernels: ['FusedConv2D', 'FusedDepthwiseConv2D'],
  sample: fc.tuple(dims(1, 3), fc.constantFrom(...activations), fc.boolean()).map(
    ([outputs, activation, biased]): Sample => ({
      inputs: {
        x: { shape: [1, 6, 6, 2] },
        w: { shape: [3, 3, 2, outputs] },
        d: { shape: [3, 3, 2, 1] },
        b: { shape: [outputs] },
        a: { shape: [1, 1, outputs] },
      },
      run: ({ x, w, d, b, a }) => [
        tf.fused.conv2d({
          x: x as tf.Tensor4D,
          filter: w as tf.Tensor4D,
          strides: 1,
          pad: 'same',
          activation,
          ...(biased ? { bias: b as tf.Tensor } : {}),
          ...(activation === 'prelu' ? { preluActivationWeights: a as tf.Tensor } : {}),
        }),
        tf.fused.depthwiseConv2d({
          x: x as tf.Tensor4D,
          filter: d as tf.Tensor4D,
          strides: 1,
          pad: 'same',
          activation: 'relu',
        }),
      ],
      gradient: false,
    }),
  ),
};

const pool = (kernel: string, run: typeof tf.avgPool): Case => ({
  kernels: [kernel, `${kernel}Grad`],
  sample: fc
    .tuple(imageShape([5, 9]), dims(1, 4), dims(1, 4))
    .chain(([shape, size, strides]) =>
      fc.tuple(fc.constant({ shape, size, strides }), fc.constantFrom('same' as const, 'valid' as const)),
    )
    .map(
      ([{ shape, size, strides }, pad]): Sample => ({
        inputs: { x: { shape } },
        run: ({ x }) => run(x as tf.Tensor4D, size, strides, pad),
      }),
    ),
});

const matMul: Case = {
  kernels: ['BatchMatMul'],
  sample: fc
    .tuple(fc.array(dims(1, 3), { maxLength: 2 }), dims(1, 5), dims(1, 5), dims(1, 5), fc.boolean(), fc.boolean())
    .map(
      ([lead, m, k, n, transposeA, transposeB]): Sample => ({
        inputs: {
          a: { shape: [...lead, ...(transposeA ? [k, m] : [m, k])] },
          b: { shape: [...lead, ...(transposeB ? [n, k] : [k, n])] },
        },
        run: ({ a, b }) => tf.matMul(a as tf.Tensor, b as tf.Tensor, transposeA, transposeB),
      }),
    ),
};

const fusedMatMul: Case = {
  kernels: ['_FusedMatMul'],
  sample: fc.tuple(dims(1, 4), fc.constantFrom('linear' as const, 'relu' as const)).map(
    ([n, activation]): Sample => ({
      inputs: { a: { shape: [3, 4] }, b: { shape: [4, n] }, bias: { shape: [n] } },
      run: ({ a, b, bias }) =>
        tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor, activation }),
      gradient: false,
    }),
  ),
};

type Resize = (x: tf.Tensor4D, size: [number, number], alignCorners: boolean, halfPixelCenters: boolean) => tf.Tensor;

const resize = (kernel: string, run: Resize): Case => ({
  kernels: [kernel, `${kernel}Grad`],
  sample: fc.tuple(imageShape([2, 6]), dims(1, 9), fc.constantFrom('plain', 'aligned', 'centred')).map(
    ([[, side = 1, , channels = 1], to, mode]): Sample => ({
      // TF.js's gradients are wrong for other shapes: bilinear swaps height and width, nearest mixes up images.
      inputs: { x: { shape: [1, side, side, channels] } },
      run: ({ x }) => run(x as tf.Tensor4D, [to, to + 1], mode === 'aligned', mode === 'centred'),
      gradient: mode !== 'centred',
    }),
  ),
});

export const NETWORK_CASES: Case[] = [
  conv2d,
  {
    ...conv2d,
    kernels: ['Conv2DBackpropFilter', 'Conv2DBackpropInput'],
    sample: conv2d.sample.filter((s) => s.gradient === true),
  },
  wideConv,
  stridedConv,
  edgeLayers,
  nchw,
  transposedConv,
  depthwise,
  fusedConv,
  pool('AvgPool', tf.avgPool),
  pool('MaxPool', tf.maxPool),
  matMul,
  fusedMatMul,
  resize('ResizeBilinear', tf.image.resizeBilinear as Resize),
  resize('ResizeNearestNeighbor', tf.image.resizeNearestNeighbor as Resize),
];
