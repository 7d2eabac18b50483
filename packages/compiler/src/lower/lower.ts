import type { Kind, Value, ValueOf } from '../ir/types.ts';
import { reachable } from '../passes/rewrite.ts';
import { after } from './after.ts';
import * as convolution from './conv.ts';
import * as depth from './depthwise.ts';
import * as elementwise from './elementwise.ts';
import { convFilterGrad } from './filter-grad.ts';
import type { Lowerer, Placed } from './lowerer.ts';
import * as products from './matmul.ts';
import * as pooling from './pool.ts';
import * as reductions from './reduce.ts';
import * as shapes from './shape.ts';

/** Inputs and constants have no computation. */
type Computed = Exclude<Kind, 'input' | 'constant'>;

const LOWERINGS: { [K in Computed]: (l: Lowerer, value: ValueOf<K>) => Placed } = {
  after,
  arg: reductions.arg,
  binary: elementwise.binary,
  broadcast: shapes.broadcast,
  cast: elementwise.cast,
  clip: elementwise.clip,
  concat: shapes.concat,
  contract: products.contract,
  conv: convolution.conv,
  convFilterGrad,
  convInputGrad: convolution.convInputGrad,
  cumsum: reductions.cumsum,
  depthwise: depth.depthwise,
  depthwiseFilterGrad: depth.depthwiseFilterGrad,
  depthwiseInputGrad: depth.depthwiseInputGrad,
  gather: shapes.gather,
  kernelProducts: products.kernelProducts,
  kernelTaps: products.kernelTaps,
  matmul: products.matmul,
  maxPoolGrad: pooling.maxPoolGrad,
  pad: shapes.pad,
  pool: pooling.pool,
  reduce: reductions.reduce,
  reshape: shapes.reshape,
  select: elementwise.select,
  slice: shapes.slice,
  softmax: reductions.softmax,
  tile: shapes.tile,
  transpose: shapes.transpose,
  unary: elementwise.unary,
};

/** Writes the nodes that compute the outputs. */
export function lower(l: Lowerer, outputs: readonly Value[]): void {
  for (const value of reachable(outputs)) {
    if (value.kind === 'constant') continue;
    if (value.kind === 'input') l.put(value, { name: value.attrs.name, order: value.attrs.order });
    else l.put(value, (LOWERINGS[value.kind] as (l: Lowerer, value: Value) => Placed)(l, value));
  }
}
