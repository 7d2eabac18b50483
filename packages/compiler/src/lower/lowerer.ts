import { bytesOf, elements, splatOf } from '../ir/graph.ts';
import type { Constant, DType, Value } from '../ir/types.ts';
import type { Levers } from '../levers.ts';
import type { OnnxBuilder } from '../onnx/builder.ts';
import { identityOrder, movesNothing, type Order, permutation, physicalDims, toOrder } from '../orders.ts';
import { at, range, sameList, sizeOf } from '../util.ts';

/** An ONNX tensor and how the logical axes lie in it. */
export interface Placed {
  name: string;
  order: Order;
}

/** Larger splat constants are expanded when the graph runs instead of being stored. */
const STORED_SPLAT_LIMIT = 4096;
const MAX_RANK = 16;

/** dims without leading ones: what broadcasting aligns. */
const significant = (dims: readonly number[]) => {
  const first = dims.findIndex((dim) => dim !== 1);
  return first < 0 ? [] : dims.slice(first);
};

/** State of lowering: which ONNX tensor holds which value, in which axis orders. */
export class Lowerer {
  readonly onnx: OnnxBuilder;
  readonly levers: Levers;
  /** With dynamic axes no dims may be written into the graph. */
  readonly dynamic: boolean;
  private readonly wantedOrders: ReadonlyMap<Value, Order>;
  private readonly placed = new Map<Value, Placed>();
  private readonly variants = new Map<string, string>();
  /** What a reshaped tensor was before. */
  private readonly reshaped = new Map<string, string>();

  constructor(onnx: OnnxBuilder, levers: Levers, dynamic: boolean, wantedOrders: ReadonlyMap<Value, Order>) {
    this.onnx = onnx;
    this.levers = levers;
    this.dynamic = dynamic;
    this.wantedOrders = wantedOrders;
  }

  /** Records where a value was put. */
  put(value: Value, placed: Placed): void {
    this.placed.set(value, placed);
    this.variants.set(`${value.id}|${placed.order}`, placed.name);
  }

  /** The order that what is computed from the value will ask for, if known. */
  wanted(value: Value): Order | undefined {
    return this.wantedOrders.get(value);
  }

  /** The order a value was put in; constants are in any order one wants. */
  orderOf(value: Value): Order {
    return this.placed.get(value)?.order ?? identityOrder(value.shape.length);
  }

  /** True when the value is there in this order without moving elements. */
  isFree(value: Value, order: Order): boolean {
    if (value.kind === 'constant' || this.variants.has(`${value.id}|${order}`)) return true;
    return movesNothing(value.shape, this.orderOf(value), order);
  }

  /** Name of the tensor that holds the value in this order (default: as it lies), transposing it once if need be. */
  get(value: Value, order: Order = this.orderOf(value)): string {
    const key = `${value.id}|${order}`;
    const known = this.variants.get(key);
    if (known !== undefined) return known;
    const name = value.kind === 'constant' ? this.constant(value, order) : this.moved(value, order);
    this.variants.set(key, name);
    return name;
  }

  private moved(value: Value, order: Order): string {
    const placed = this.placed.get(value);
    if (!placed) throw new Error(`internal error: ${value.kind} [${value.shape}] is used before it is computed`);
    if (!this.dynamic && movesNothing(value.shape, placed.order, order)) {
      return this.reshape(placed.name, physicalDims(value.shape, order));
    }
    return this.onnx.node('Transpose', [placed.name], { perm: { ints: permutation(placed.order, order) } });
  }

  private constant(value: Constant, order: Order): string {
    const dims = physicalDims(value.shape, order);
    const repeated = splatOf(value);
    if (repeated !== undefined && sizeOf(dims) > STORED_SPLAT_LIMIT) {
      const scalar = this.onnx.initializer(value.dtype, [], bytesOf(value.attrs.values));
      return this.onnx.node('Expand', [scalar, this.onnx.int64(dims)]);
    }
    return this.onnx.initializer(value.dtype, dims, bytesOf(toOrder(elements(value), value.shape, order)));
  }

  /** Name of a tensor that broadcasts against physical dims in `order`, whose rank may be higher than the value's. */
  operand(value: Value, order: Order): string {
    const lead = order.length - value.shape.length;
    const own = order.filter((axis) => axis >= lead).map((axis) => axis - lead);
    const shape = [...range(lead).map(() => 1), ...value.shape];
    const dims = physicalDims(shape, order);
    const held = this.heldLike(value, own);
    const name = this.get(value, held);
    if (sameList(significant(dims), significant(physicalDims(value.shape, held)))) return name;
    return this.reshape(name, dims);
  }

  /** An order in which the value lies already and which differs from `order` in dims of size 1 at most. */
  private heldLike(value: Value, order: Order): Order {
    if (value.kind === 'constant' || this.dynamic) return order;
    const placed = this.orderOf(value);
    return movesNothing(value.shape, placed, order) ? placed : order;
  }

  /** The order in which an operation on these values moves the fewest elements. */
  commonOrder(values: readonly Value[], rank: number): Order {
    const full = values.filter((value) => value.kind !== 'constant' && value.shape.length === rank);
    const ranked = full.toSorted((a, b) => sizeOf(b.shape) - sizeOf(a.shape) || a.id - b.id);
    let best: Order = identityOrder(rank);
    let least = Number.POSITIVE_INFINITY;
    for (const candidate of ranked) {
      const order = this.orderOf(candidate);
      const moved = full.filter((value) => !this.isFree(value, order));
      const cost = moved.reduce((sum, value) => sum + sizeOf(value.shape), 0);
      if (cost < least) {
        best = order;
        least = cost;
      }
    }
    return best;
  }

  /** Dims for a Reshape, of which with open shapes not even their number is known before the graph runs. */
  shape(dims: readonly number[]): string {
    const known = this.onnx.int64(dims);
    if (!this.levers.openShapes || this.dynamic) return known;
    // Nothing is concluded through Abs unless constants are folded, and a slice to an unknown end has an unknown length.
    const end = this.onnx.node('Abs', [this.onnx.int64([MAX_RANK])]);
    return this.onnx.node('Slice', [known, this.onnx.int64([0]), end]);
  }

  reshape(name: string, dims: readonly number[]): string {
    const before = this.reshaped.get(name) ?? name;
    const reshaped = this.onnx.node('Reshape', [before, this.shape(dims)]);
    this.reshaped.set(reshaped, before);
    return reshaped;
  }

  /** `name` cast to another type. */
  cast(name: string, dtype: DType): string {
    const numbers = { float32: 1, int32: 6, bool: 9 };
    return this.onnx.node('Cast', [name], { to: { i: numbers[dtype] } });
  }
}

/** The only input, or that at `index`. */
export const inputOf = (value: Value, index = 0): Value => at(value.inputs, index);
