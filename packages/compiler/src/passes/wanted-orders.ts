import type { Value } from '../ir/types.ts';
import { isIdentity, type Order } from '../orders.ts';
import { sameList } from '../util.ts';
import { reachable } from './rewrite.ts';

/**
 * In which order values are best stored, from the orders demanded of the outputs: what an output is computed from
 * element by element should lie as the output does. A gradient thus learns how the weight it updates is stored.
 */
export function wantedOrders(outputs: readonly Value[], orders: readonly Order[]): Map<Value, Order> {
  const wanted = new Map<Value, Order>();
  outputs.forEach((output, i) => {
    const order = orders[i];
    if (order && !isIdentity(order)) wanted.set(output, order);
  });
  for (const value of reachable(outputs).toReversed()) {
    const order = wanted.get(value);
    if (!order || !['unary', 'binary', 'select', 'cast', 'clip'].includes(value.kind)) continue;
    for (const input of value.inputs) {
      if (sameList(input.shape, value.shape) && !wanted.has(input)) wanted.set(input, order);
    }
  }
  return wanted;
}
