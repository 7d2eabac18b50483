import type { Value, ValueOf, Window } from '../ir/types.ts';
import { NCHW } from '../orders.ts';
import { sizeOf } from '../util.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

const attributesOf = (window: Window & { size: readonly number[] }) => ({
  kernel_shape: { ints: window.size },
  strides: { ints: window.strides },
  pads: { ints: window.pads },
});

export function pool(l: Lowerer, value: ValueOf<'pool'>): Placed {
  const x = inputOf(value);
  const opType = value.attrs.kind === 'max' ? 'MaxPool' : 'AveragePool';
  return { name: l.onnx.node(opType, [l.get(x, NCHW)], attributesOf(value.attrs)), order: NCHW };
}

/** dy goes to the element that was the largest of its window, the first one among equals. */
export function maxPoolGrad(l: Lowerer, value: ValueOf<'maxPoolGrad'>): Placed {
  const [dy, image] = value.inputs as readonly [Value, Value];
  const [, indices = ''] = l.onnx.multi('MaxPool', [l.get(image, NCHW)], attributesOf(value.attrs), 2);
  const flat = (name: string) => l.reshape(name, [sizeOf(dy.shape)]);
  const zeros = l.onnx.node('Expand', [l.onnx.scalar(0), l.onnx.int64([sizeOf(image.shape)])]);
  const scattered = l.onnx.node('ScatterElements', [zeros, flat(indices), flat(l.get(dy, NCHW))], {
    axis: { i: 0 },
    reduction: { s: 'add' },
  });
  const [batch = 1, height = 1, width = 1, channels = 1] = value.shape;
  return { name: l.reshape(scattered, [batch, channels, height, width]), order: NCHW };
}
