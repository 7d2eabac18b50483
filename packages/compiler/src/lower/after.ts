import type { ValueOf } from '../ir/types.ts';
import { physicalDims } from '../orders.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

/**
 * Order without work: a Reshape of x to its own shape, which costs nothing, where the shape's list ends with no dims at
 * all of each of the others.
 */
export function after(l: Lowerer, value: ValueOf<'after'>): Placed {
  const x = inputOf(value);
  const order = l.orderOf(x);
  const dims = l.shape(physicalDims(x.shape, order));
  const none = value.inputs
    .slice(1)
    .map((other) => l.onnx.node('Shape', [l.get(other)], { start: { i: 0 }, end: { i: 0 } }));
  const shape = l.onnx.node('Concat', [dims, ...none], { axis: { i: 0 } });
  return { name: l.onnx.node('Reshape', [l.get(x), shape]), order };
}
