import type { Graph } from '../ir/graph.ts';
import type { Value } from '../ir/types.ts';
import { OIHW, type Order } from '../orders.ts';
import { identity, Matrices } from './linear.ts';
import { reachable, rebuilt } from './rewrite.ts';
import { type Separable, SeparableMaps } from './separable.ts';
import {
  type Border,
  type Plan,
  winogradConv,
  winogradFilterGrad,
  winogradInputGrad,
  winogradPlan,
} from './winograd.ts';

/** The plan of a convolution or of one of its gradients, from the shapes of its image, output and kernel. */
function planOf(matrices: Matrices, value: Value): Plan | undefined {
  const [first, second] = value.inputs;
  if (!first || !second) return undefined;
  if (value.kind === 'conv') {
    return winogradPlan(matrices, {
      image: first.shape,
      output: value.shape,
      kernel: second.shape,
      window: value.attrs,
    });
  }
  if (value.kind === 'convInputGrad') {
    return winogradPlan(matrices, {
      image: value.shape,
      output: first.shape,
      kernel: second.shape,
      window: value.attrs,
    });
  }
  if (value.kind === 'convFilterGrad') {
    return winogradPlan(matrices, {
      image: first.shape,
      output: second.shape,
      kernel: value.shape,
      window: value.attrs,
    });
  }
  return undefined;
}

/** Rewrites convolutions of stride 1 as Winograd products, with borders around them melted into the transforms. */
export function winogradPass(g: Graph, outputs: readonly Value[], wanted: ReadonlyMap<Value, Order>): Value[] {
  const values = reachable(outputs);
  const matrices = new Matrices(g);
  const target = { g, matrices };
  const maps = new SeparableMaps(matrices);
  const consumers = new Map<Value, Value[]>();
  for (const value of values) {
    for (const input of value.inputs) consumers.set(input, [...(consumers.get(input) ?? []), value]);
  }
  const untouched = ([, height = 1, width = 1]: readonly number[]): Border => ({
    height: matrices.unique(identity(height)),
    width: matrices.unique(identity(width)),
  });
  const renewed = new Map<Value, Value>();
  const now = (value: Value) => renewed.get(value) ?? value;

  const plans = new Map<Value, Plan | undefined>();
  const planned = (value: Value): Plan | undefined => {
    if (!plans.has(value)) plans.set(value, planOf(matrices, value));
    return plans.get(value);
  };

  /** What a value maps when everything between it and an input gradient is linear along height and width. */
  const folded = (value: Value): Separable | undefined => {
    if (value.kind !== 'concat' && value.kind !== 'binary' && value.kind !== 'slice') return undefined;
    const root = maps.rootOf(value);
    if (root.kind !== 'convInputGrad' || !planned(root)) return undefined;
    const map = maps.of(value);
    if (map.source !== root) return undefined;
    const isInner = consumers
      .get(value)
      ?.every((consumer) => maps.rootOf(consumer) === root && maps.of(consumer).source === root);
    return isInner ? undefined : map;
  };

  const rule = (value: Value): Value | undefined => {
    const fold = folded(value);
    if (fold) {
      const plan = planned(fold.source);
      const [dy, kernel] = fold.source.inputs;
      return plan && dy && kernel ? winogradInputGrad(target, now(dy), now(kernel), plan, fold) : undefined;
    }
    const plan = planned(value);
    const [first, second] = value.inputs;
    if (!plan || !first || !second) return undefined;
    if (value.kind === 'conv') {
      const border = maps.of(first);
      return winogradConv(target, now(border.source), now(second), plan, border);
    }
    if (value.kind === 'convInputGrad')
      return winogradInputGrad(target, now(first), now(second), plan, untouched(value.shape));
    const border = maps.of(first);
    const flipped = wanted.get(value)?.join() === OIHW.join();
    return winogradFilterGrad(target, now(border.source), now(second), plan, border, { shape: value.shape, flipped });
  };

  for (const value of values) {
    const replaced = rule(value) ?? rebuilt(g, value, now);
    if (replaced !== value) renewed.set(value, replaced);
  }
  return outputs.map(now);
}
