import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { anyShape, type Case, dims, imageShape, type Sample, unaryCase } from '../case.ts';

/** A function of one tensor, drawn after its shape is known. */
function shaped(
  kernels: string[],
  draw: (shape: number[]) => fc.Arbitrary<(x: tf.Tensor) => tf.Tensor | tf.Tensor[]>,
  { shapes = anyShape as fc.Arbitrary<number[]>, gradient = true } = {},
): Case {
  const sample = shapes
    .chain((shape) => fc.tuple(fc.constant(shape), draw(shape)))
    .map(([shape, run]): Sample => ({ inputs: { x: { shape } }, run: ({ x }) => run(x as tf.Tensor), gradient }));
  return { kernels, sample };
}

/** TF.js's gradients of tile and broadcast end at rank 4. */
const shortShape = anyShape.filter((shape) => shape.length < 4);
/** No axis of size 1: TF.js's gradients of split and unstack fail on one piece. */
const wideShape = fc.array(dims(2, 4), { minLength: 1, maxLength: 4 });

const axisOf = (shape: number[]) => dims(0, shape.length - 1);
const orderOf = (shape: number[]) =>
  fc.shuffledSubarray(
    shape.map((_, i) => i),
    { minLength: shape.length, maxLength: shape.length },
  );
const widths = (shape: number[], max: (dim: number) => number) =>
  fc.tuple(...shape.map((dim) => fc.tuple(dims(0, max(dim)), dims(0, max(dim)))));

const slice = shaped(['Slice'], (shape) =>
  fc
    .tuple(...shape.map((dim) => dims(0, dim - 1).chain((begin) => fc.tuple(fc.constant(begin), dims(1, dim - begin)))))
    .map(
      (parts) => (x: tf.Tensor) =>
        tf.slice(
          x,
          parts.map(([b]) => b),
          parts.map(([, s]) => s),
        ),
    ),
);

const stridedSlice = shaped(
  ['StridedSlice'],
  (shape) =>
    fc
      .tuple(...shape.map((dim) => fc.tuple(dims(0, dim - 1), dims(0, dim), fc.constantFrom(1, 2, -1))))
      .chain((parts) => fc.tuple(fc.constant(parts), fc.boolean()))
      .map(([parts, shrink]) => (x: tf.Tensor) => {
        const ends = parts.map(([begin, end, step]) => (step > 0 ? Math.max(begin + 1, end) : -shape.length - 9));
        return tf.stridedSlice(
          x,
          parts.map(([b]) => b),
          ends,
          parts.map(([, , s]) => s),
          0,
          0,
          0,
          0,
          shrink && shape.length > 1 ? 1 : 0,
        );
      }),
  { gradient: false },
);

const concat: Case = {
  kernels: ['Concat'],
  sample: anyShape
    .chain((shape) => fc.tuple(fc.constant(shape), axisOf(shape), fc.array(dims(1, 3), { minLength: 1, maxLength: 4 })))
    .map(
      ([shape, axis, sizes]): Sample => ({
        inputs: Object.fromEntries(
          sizes.map((size, i) => [`x${i}`, { shape: shape.map((dim, k) => (k === axis ? size : dim)) }]),
        ),
        run: (inputs) => tf.concat(Object.values(inputs), axis),
      }),
    ),
};

const pack: Case = {
  kernels: ['Pack'],
  sample: fc
    .tuple(
      anyShape.filter((shape) => shape.length < 4),
      dims(1, 3),
      dims(0, 1),
    )
    .map(
      ([shape, count, axis]): Sample => ({
        inputs: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, { shape }])),
        run: (inputs) => tf.stack(Object.values(inputs), axis),
      }),
    ),
};

const gather: Case = {
  kernels: ['GatherV2'],
  sample: anyShape
    .chain((shape) => fc.tuple(fc.constant(shape), axisOf(shape), dims(1, 4)))
    .map(
      ([shape, axis, count]): Sample => ({
        inputs: { x: { shape }, i: { shape: [count], dtype: 'int32', range: [0, shape[axis] ?? 1] } },
        run: ({ x, i }) => tf.gather(x as tf.Tensor, i as tf.Tensor1D, axis),
      }),
    ),
};

const segments: Case = {
  kernels: ['UnsortedSegmentSum'],
  sample: fc.tuple(dims(1, 5), dims(1, 3), dims(1, 4)).map(
    ([rows, columns, count]): Sample => ({
      inputs: { x: { shape: [rows, columns] }, i: { shape: [rows], dtype: 'int32', range: [0, count] } },
      run: ({ x, i }) => tf.unsortedSegmentSum(x as tf.Tensor, i as tf.Tensor1D, count),
    }),
  ),
};

const oneHot: Case = {
  kernels: ['OneHot'],
  sample: fc.tuple(dims(1, 5), dims(2, 5)).map(
    ([count, depth]): Sample => ({
      inputs: { i: { shape: [count], dtype: 'int32', range: [-1, depth + 1] } },
      run: ({ i }) => tf.oneHot(i as tf.Tensor1D, depth, 2, -1),
      gradient: false,
    }),
  ),
};

/** Tensors that are made, not computed, beside one that depends on an input. */
const created: Case = {
  kernels: ['Fill', 'LinSpace', 'Range', 'OnesLike', 'ZerosLike'],
  sample: fc.tuple(dims(1, 4), dims(2, 5)).map(
    ([rows, columns]): Sample => ({
      inputs: { x: { shape: [rows, columns] } },
      run: (inputs) => {
        const x = inputs.x as tf.Tensor;
        const made = [
          tf.fill([rows, columns], 2.5),
          tf.linspace(-1, 1, columns),
          tf.range(0, columns, 1),
          tf.onesLike(x),
          tf.zerosLike(x),
          tf.zeros([columns]),
          tf.tensor2d(
            Array.from({ length: rows * columns }, (_, i) => i / 7),
            [rows, columns],
          ),
        ];
        return made.map((tensor) => tf.add(x, tensor));
      },
    }),
  ),
};

const reflect = (mode: 'reflect' | 'symmetric') =>
  shaped(
    ['MirrorPad'],
    (shape) =>
      widths(shape, (dim) => Math.min(3, mode === 'reflect' ? dim - 1 : dim)).map(
        (pads) => (x: tf.Tensor) => tf.mirrorPad(x, pads, mode),
      ),
    // TF.js forgets what the mirrored border contributes.
    { gradient: false },
  );

const blocks = shaped(
  ['SpaceToBatchND', 'BatchToSpaceND'],
  () =>
    fc.tuple(dims(1, 3), dims(1, 3)).map(([h, w]) => (x: tf.Tensor) => {
      const rest = (dim: number, by: number) => (by - (dim % by)) % by;
      const pads = [
        [0, rest(x.shape[1] ?? 1, h)],
        [0, rest(x.shape[2] ?? 1, w)],
      ];
      const batches = tf.spaceToBatchND(x, [h, w], pads);
      return tf.batchToSpaceND(tf.square(batches), [h, w], [[0, 0], pads[1] as number[]]);
    }),
  // TF.js drops an axis in the gradient of batchToSpaceND.
  { shapes: imageShape(), gradient: false },
);

export const SHAPE_CASES: Case[] = [
  shaped(['Reshape'], (shape) =>
    orderOf(shape).map(
      (order) => (x: tf.Tensor) =>
        tf.square(
          tf.reshape(
            x,
            order.map((axis) => shape[axis] ?? 1),
          ),
        ),
    ),
  ),
  shaped(['Reshape'], (shape) =>
    fc.constant((x: tf.Tensor) => tf.mul(tf.reshape(x, [1, ...shape.filter((dim) => dim > 1), 1, 1]), 2)),
  ),
  shaped(['ExpandDims'], (shape) => dims(0, shape.length).map((axis) => (x: tf.Tensor) => tf.expandDims(x, axis))),
  shaped(['Transpose'], (shape) => orderOf(shape).map((order) => (x: tf.Tensor) => tf.transpose(x, order))),
  shaped(['Transpose', 'Add'], (shape) =>
    orderOf(shape).map((order) => (x: tf.Tensor) => {
      const turned = tf.transpose(x, order);
      return tf.add(tf.square(turned), tf.ones(turned.shape));
    }),
  ),
  shaped(['Tile'], (shape) =>
    fc.tuple(...shape.map(() => dims(1, 3))).map((reps) => (x: tf.Tensor) => tf.tile(x, reps)),
  ),
  shaped(['Tile'], (shape) => fc.constant((x: tf.Tensor) => tf.broadcastTo(x, [2, ...shape])), { shapes: shortShape }),
  shaped(['Reverse'], (shape) =>
    fc
      .subarray(
        shape.map((_, i) => i),
        { minLength: 1 },
      )
      .map((axes) => (x: tf.Tensor) => tf.reverse(x, axes)),
  ),
  shaped(['Reverse', 'Slice'], (shape) =>
    axisOf(shape).map(
      (axis) => (x: tf.Tensor) =>
        tf.slice(
          tf.reverse(x, axis),
          shape.map(() => 0),
          shape.map((dim) => Math.max(1, dim - 1)),
        ),
    ),
  ),
  shaped(['PadV2'], (shape) =>
    fc
      .tuple(
        widths(shape, () => 3),
        fc.constantFrom(0, -2),
      )
      .map(
        ([pads, value]) =>
          (x: tf.Tensor) =>
            tf.pad(x, pads, value),
      ),
  ),
  shaped(['SplitV'], (shape) => axisOf(shape).map((axis) => (x: tf.Tensor) => tf.split(x, shape[axis] ?? 1, axis)), {
    shapes: wideShape,
  }),
  shaped(['Unpack'], (shape) => axisOf(shape).map((axis) => (x: tf.Tensor) => tf.unstack(x, axis)), {
    shapes: wideShape,
  }),
  shaped(
    ['DepthToSpace'],
    () => fc.constant((x: tf.Tensor) => tf.depthToSpace(tf.tile(x, [1, 1, 1, 4]) as tf.Tensor4D, 2)),
    { shapes: imageShape(), gradient: false },
  ),
  blocks,
  concat,
  created,
  gather,
  oneHot,
  pack,
  reflect('reflect'),
  reflect('symmetric'),
  segments,
  slice,
  stridedSlice,
  unaryCase('Reshape', (x) => tf.reshape(tf.mul(x, 2), [-1])),
];
