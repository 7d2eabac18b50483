import type { Value, ValueOf } from '../ir/types.ts';
import { MICROSOFT } from '../onnx/builder.ts';
import { identityOrder, OIHW, type Order } from '../orders.ts';
import { at, range, sizeOf } from '../util.ts';
import { inputOf, type Lowerer, type Placed } from './lowerer.ts';

/** The order with the last two axes exchanged. */
const flipped = (rank: number): Order => [...range(rank - 2), rank - 1, rank - 2];

/** A matrix operand as it lies, when it lies as rows of matrices either way round. */
function side(l: Lowerer, x: Value, transposed: boolean): { name: string; transposed: boolean } {
  const flip = flipped(x.shape.length);
  const lies = x.kind !== 'constant' && l.orderOf(x).join() === flip.join();
  return { name: l.get(x, lies ? flip : identityOrder(x.shape.length)), transposed: transposed !== lies };
}

/** Product of stacks of matrices, either of them stored transposed in its last two dims. */
export function product(l: Lowerer, a: string, b: string, transA: boolean, transB: boolean, rank: number): string {
  if (!transA && !transB) return l.onnx.node('MatMul', [a, b]);
  const flags = { transA: { i: Number(transA) }, transB: { i: Number(transB) } };
  if (rank === 2) return l.onnx.node('Gemm', [a, b], flags);
  if (l.levers.fusedMatMul) return l.onnx.node('FusedMatMul', [a, b], flags, MICROSOFT);
  const swap = { perm: { ints: flipped(rank) } };
  const plain = (name: string, transposed: boolean) => (transposed ? l.onnx.node('Transpose', [name], swap) : name);
  return l.onnx.node('MatMul', [plain(a, transA), plain(b, transB)]);
}

export function matmul(l: Lowerer, value: ValueOf<'matmul'>): Placed {
  const a = side(l, inputOf(value, 0), value.attrs.transposeA);
  const b = side(l, inputOf(value, 1), value.attrs.transposeB);
  if (value.attrs.flipped) {
    // (a b)^T = b^T a^T
    const order = flipped(value.shape.length);
    return { name: product(l, b.name, a.name, !b.transposed, !a.transposed, order.length), order };
  }
  const ranks = value.inputs.map((x) => x.shape.length);
  // Transposing both factors of unequal rank is not expressible: the shorter one has no stack.
  const rank = ranks[0] === ranks[1] ? value.shape.length : 3;
  return {
    name: product(l, a.name, b.name, a.transposed, b.transposed, rank),
    order: identityOrder(value.shape.length),
  };
}

/** A constant matrix along one axis of x in logical order. */
export function contract(l: Lowerer, value: ValueOf<'contract'>): Placed {
  const [matrix, x] = value.inputs as readonly [Value, Value];
  const order = identityOrder(x.shape.length);
  const dims = x.shape;
  const { axis } = value.attrs;
  const name = l.get(x, order);
  const inner = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(0, axis));
  const size = at(dims, axis);
  if (inner === 1) {
    const flat = l.reshape(name, [outer, size]);
    const mapped = l.onnx.node('Gemm', [flat, l.get(matrix)], { transB: { i: 1 } });
    return { name: l.reshape(mapped, value.shape), order };
  }
  const stack = outer === 1 ? [size, inner] : [outer, size, inner];
  const mapped = l.onnx.node('MatMul', [l.get(matrix), l.reshape(name, stack)]);
  return { name: l.reshape(mapped, value.shape), order };
}

/** Kernels [out, in, height, width] in storage: the usual way to feed weights to ONNX. */
const isOIHW = (order: Order) => order.join() === OIHW.join();

/** Reads the kernel as it lies, so that weights stored either way need no Transpose. */
export function kernelProducts(l: Lowerer, value: ValueOf<'kernelProducts'>): Placed {
  const [matrix, kernel] = value.inputs as readonly [Value, Value];
  const [products = 1, channels = 1, outputs = 1] = value.shape;
  const taps = at(matrix.shape, 1);
  const left = l.get(matrix);
  if (kernel.kind !== 'constant' && isOIHW(l.orderOf(kernel))) {
    const flat = l.reshape(l.get(kernel), [outputs * channels, taps]);
    const mapped = l.onnx.node('Gemm', [left, flat], { transB: { i: 1 } });
    return { name: l.reshape(mapped, [products, outputs, channels]), order: flipped(3) };
  }
  const flat = l.reshape(l.get(kernel, identityOrder(4)), [taps, channels * outputs]);
  const mapped = l.onnx.node('MatMul', [left, flat]);
  return { name: l.reshape(mapped, [products, channels, outputs]), order: identityOrder(3) };
}

/** The adjoint of `kernelProducts`, stored [out, in, height, width] when the products are stored [.., out, in]. */
export function kernelTaps(l: Lowerer, value: ValueOf<'kernelTaps'>): Placed {
  const [matrix, products] = value.inputs as readonly [Value, Value];
  const [rows = 1, columns = 1, channels = 1, outputs = 1] = value.shape;
  const order = l.orderOf(products);
  const flat = l.reshape(l.get(products), [at(products.shape, 0), channels * outputs]);
  if (order.join() === flipped(3).join()) {
    const mapped = l.onnx.node('Gemm', [flat, l.get(matrix)], { transA: { i: 1 }, transB: { i: 1 } });
    return { name: l.reshape(mapped, [outputs, channels, rows, columns]), order: OIHW };
  }
  const wanted = l.wanted(value);
  if (wanted && isOIHW(wanted)) {
    // Taps last as wanted: exchanging in and out then moves whole kernels.
    const mapped = l.onnx.node('Gemm', [flat, l.get(matrix)], { transA: { i: 1 }, transB: { i: 1 } });
    return { name: l.reshape(mapped, [channels, outputs, rows, columns]), order: [2, 3, 0, 1] };
  }
  const mapped = l.onnx.node('MatMul', [l.get(matrix), flat]);
  return { name: l.reshape(mapped, value.shape), order: identityOrder(4) };
}
