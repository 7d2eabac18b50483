import * as tf from '@tensorflow/tfjs-core';
import { contract, matrixConstant } from '../../ir/matmul.ts';
import type { Value, Window } from '../../ir/types.ts';
import { at, range } from '../../util.ts';
import { attrsOf, type Call, type Kernels } from '../kernel.ts';

interface PoolAttrs {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function geometry(call: Call, x: Value) {
  const { filterSize, strides, pad, dimRoundingMode } = attrsOf<PoolAttrs>(call);
  const [b = 1, h = 1, w = 1, c = 1] = x.shape;
  const info = tf.backend_util.computePool2DInfo([b, h, w, c], filterSize, strides, 1, pad, dimRoundingMode);
  const { top, left, bottom, right } = info.padInfo;
  const window: Window & { size: readonly [number, number] } = {
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    pads: [top, left, bottom, right],
    size: [info.filterHeight, info.filterWidth],
  };
  return { info, window };
}

const pool = (kind: 'average' | 'max') => (call: Call) => {
  const x = call.input('x');
  const { info, window } = geometry(call, x);
  return call.g.value('pool', [x], { ...window, kind }, info.outShape, 'float32');
};

/** Matrix [inputs][outputs] that hands every output's share back to the `size` inputs it averaged. */
const spread = (inputs: number, outputs: number, size: number, stride: number, pad: number): number[][] =>
  range(inputs).map((i) =>
    range(outputs).map((o) => {
      const tap = i - (o * stride - pad);
      return tap >= 0 && tap < size ? 1 / size : 0;
    }),
  );

/** As TF.js has it: every window counts as full, also where it hangs over the border. */
const avgPoolGrad = (call: Call): Value => {
  const dy = call.input('dy');
  const input = call.input('input');
  const { window } = geometry(call, input);
  return [1, 2].reduce((x, axis) => {
    const side = axis - 1;
    const matrix = spread(
      at(input.shape, axis),
      at(dy.shape, axis),
      at(window.size, side),
      at(window.strides, side),
      at(window.pads, side),
    );
    return contract(call.g, matrixConstant(call.g, matrix), x, axis);
  }, dy);
};

const maxPoolGrad = (call: Call): Value => {
  const input = call.input('input');
  const { window } = geometry(call, input);
  return call.g.value('maxPoolGrad', [call.input('dy'), input], window, input.shape, 'float32');
};

export const POOLING: Kernels = {
  AvgPool: pool('average'),
  AvgPoolGrad: avgPoolGrad,
  MaxPool: pool('max'),
  MaxPoolGrad: maxPoolGrad,
};
