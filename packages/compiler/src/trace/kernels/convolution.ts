import * as tf from '@tensorflow/tfjs-core';
import { conv, convFilterGrad, convInputGrad } from '../../ir/conv.ts';
import { binary } from '../../ir/elementwise.ts';
import { reshape, transpose } from '../../ir/shape.ts';
import type { Shape, Value, Window } from '../../ir/types.ts';
import { at } from '../../util.ts';
import { attrsOf, type Call, type Kernels, Unsupported } from '../kernel.ts';
import { activate } from './elementwise.ts';

type Info = tf.backend_util.Conv2DInfo;
type Shape4 = [number, number, number, number];
const TO_NHWC = [0, 2, 3, 1];
const TO_NCHW = [0, 3, 1, 2];

const shape4 = (shape: Shape): Shape4 => [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];

interface ConvAttrs {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dataFormat?: 'NHWC' | 'NCHW';
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Geometry of a convolution on an NHWC image. */
function infoOf(call: Call, image: Shape, kernel: Shape, depthwise: boolean): Info {
  const { strides, pad, dilations = 1, dimRoundingMode } = attrsOf<ConvAttrs>(call);
  const info = tf.backend_util.computeConv2DInfo(
    shape4(image),
    shape4(kernel),
    strides,
    dilations,
    flatPadding(pad, attrsOf<ConvAttrs>(call).dataFormat),
    dimRoundingMode,
    depthwise,
    'channelsLast',
  );
  return info;
}

/** Explicit padding lists batch and channel in the order of the data format. */
function flatPadding(pad: ConvAttrs['pad'], dataFormat: string | undefined): ConvAttrs['pad'] {
  if (typeof pad !== 'object' || dataFormat !== 'NCHW') return pad;
  return [pad[0], pad[2], pad[3], pad[1]];
}

const windowOf = (info: Info): Window => ({
  strides: [info.strideHeight, info.strideWidth],
  dilations: [info.dilationHeight, info.dilationWidth],
  pads: [info.padInfo.top, info.padInfo.left, info.padInfo.bottom, info.padInfo.right],
});

const isNCHW = (call: Call) => attrsOf<ConvAttrs>(call).dataFormat === 'NCHW';
const image = (call: Call, x: Value) => (isNCHW(call) ? transpose(call.g, x, TO_NHWC) : x);
const back = (call: Call, x: Value) => (isNCHW(call) ? transpose(call.g, x, TO_NCHW) : x);
const imageShape = (call: Call, shape: Shape) => (isNCHW(call) ? TO_NHWC.map((axis) => at(shape, axis)) : shape);

const conv2d = (call: Call): Value => {
  const x = image(call, call.input('x'));
  const kernel = call.input('filter');
  const info = infoOf(call, x.shape, kernel.shape, false);
  return back(call, conv(call.g, x, kernel, windowOf(info), info.outShape));
};

const conv2dBackpropInput = (call: Call): Value => {
  const dy = image(call, call.input('dy'));
  const kernel = call.input('filter');
  const shape = imageShape(call, attrsOf<tf.Conv2DBackpropInputAttrs>(call).inputShape);
  const info = infoOf(call, shape, kernel.shape, false);
  return back(call, convInputGrad(call.g, dy, kernel, windowOf(info), shape));
};

const conv2dBackpropFilter = (call: Call): Value => {
  const x = image(call, call.input('x'));
  const dy = image(call, call.input('dy'));
  const { filterShape } = attrsOf<tf.Conv2DBackpropFilterAttrs>(call);
  const info = infoOf(call, x.shape, filterShape, false);
  return convFilterGrad(call.g, x, dy, windowOf(info), filterShape);
};

function channelsLast(call: Call): void {
  if (isNCHW(call)) throw new Unsupported('dataFormat NCHW: only NHWC');
}

const depthwise = (call: Call): Value => {
  channelsLast(call);
  const x = call.input('x');
  const kernel = call.input('filter');
  const info = infoOf(call, x.shape, kernel.shape, true);
  return call.g.value('depthwise', [x, kernel], windowOf(info), info.outShape, 'float32');
};

const depthwiseInput = (call: Call): Value => {
  channelsLast(call);
  const { inputShape } = attrsOf<tf.DepthwiseConv2dNativeBackpropInputAttrs>(call);
  const kernel = call.input('filter');
  const info = infoOf(call, inputShape, kernel.shape, true);
  return call.g.value('depthwiseInputGrad', [call.input('dy'), kernel], windowOf(info), inputShape, 'float32');
};

const depthwiseFilter = (call: Call): Value => {
  channelsLast(call);
  const { filterShape } = attrsOf<tf.DepthwiseConv2dNativeBackpropFilterAttrs>(call);
  const x = call.input('x');
  const info = infoOf(call, x.shape, filterShape, true);
  return call.g.value('depthwiseFilterGrad', [x, call.input('dy')], windowOf(info), filterShape, 'float32');
};

/** Bias and activation of a fused convolution. */
function finished(call: Call, y: Value): Value {
  const bias = call.optional('bias');
  const perChannel = (x: Value) => (isNCHW(call) && x.shape.length === 1 ? reshape(call.g, x, [...x.shape, 1, 1]) : x);
  const biased = bias ? binary(call.g, 'Add', y, perChannel(bias)) : y;
  return activate(call, biased, attrsOf<{ activation?: string }>(call).activation);
}

export const CONVOLUTIONS: Kernels = {
  Conv2D: conv2d,
  Conv2DBackpropFilter: conv2dBackpropFilter,
  Conv2DBackpropInput: conv2dBackpropInput,
  DepthwiseConv2dNative: depthwise,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilter,
  DepthwiseConv2dNativeBackpropInput: depthwiseInput,
  FusedConv2D: (call) => finished(call, conv2d(call)),
  FusedDepthwiseConv2D: (call) => finished(call, depthwise(call)),
};
