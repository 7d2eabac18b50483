import { clip } from '../ir/elementwise.ts';
import type { Graph } from '../ir/graph.ts';
import { pad } from '../ir/shape.ts';
import type { Value } from '../ir/types.ts';
import { OIHW, type Order } from '../orders.ts';
import { Matrices } from './linear.ts';
import { type PhasedPlan, phasedConv, phasedFilterGrad, phasedInputGrad, phasedPlan } from './phased.ts';
import { reachable, rebuilt } from './rewrite.ts';
import { type Separable, SeparableMaps } from './separable.ts';
import {
  type Geometry,
  type Plan,
  sharedBytes,
  winogradConv,
  winogradFilterGrad,
  winogradInputGrad,
  winogradPlan,
} from './winograd.ts';

/** Image, output and kernel of a convolution or of one of its gradients. */
function geometryOf(value: Value): Geometry | undefined {
  const [first, second] = value.inputs;
  if (!first || !second) return undefined;
  switch (value.kind) {
    case 'conv':
      return { image: first.shape, output: value.shape, kernel: second.shape, window: value.attrs };
    case 'convInputGrad':
      return { image: value.shape, output: first.shape, kernel: second.shape, window: value.attrs };
    case 'convFilterGrad':
      return { image: first.shape, output: second.shape, kernel: value.shape, window: value.attrs };
    default:
      return undefined;
  }
}

/**
 * The value computed anew from what is kept anyway, when it is a rectified image or its border: as a Clip, which ONNX
 * Runtime does not recognise as the Relu it did before.
 */
function rectifiedAgain(g: Graph, value: Value): Value {
  const [input] = value.inputs;
  if (input && value.kind === 'pad') {
    const { before, after, mode, value: fill } = value.attrs;
    return pad(g, rectifiedAgain(g, input), before, after, mode, fill);
  }
  return input && value.kind === 'unary' && value.attrs.fn === 'Relu'
    ? clip(g, input, 0, Number.POSITIVE_INFINITY)
    : value;
}

/** Rewrites convolutions of stride 1 as Winograd products, with borders around them melted into the transforms. */
export function winogradPass(
  g: Graph,
  outputs: readonly Value[],
  { wanted, keptBytes, byPhases }: { wanted: ReadonlyMap<Value, Order>; keptBytes: number; byPhases: boolean },
): Value[] {
  const values = reachable(outputs);
  const matrices = new Matrices(g);
  const target = { g, matrices };
  const maps = new SeparableMaps(matrices);
  const consumers = new Map<Value, Value[]>();
  for (const value of values) {
    for (const input of value.inputs) consumers.set(input, [...(consumers.get(input) ?? []), value]);
  }
  const renewed = new Map<Value, Value>();
  const now = (value: Value) => renewed.get(value) ?? value;

  const plans = new Map<string, Plan | undefined>();
  const planned = (value: Value): Plan | undefined => {
    const geometry = geometryOf(value);
    if (!geometry) return undefined;
    const key = JSON.stringify(geometry);
    if (!plans.has(key)) plans.set(key, winogradPlan(matrices, geometry));
    return plans.get(key);
  };

  const phasedPlans = new Map<string, PhasedPlan | undefined>();
  const phased = (value: Value): PhasedPlan | undefined => {
    const geometry = byPhases ? geometryOf(value) : undefined;
    if (!geometry) return undefined;
    const isInputGrad = value.kind === 'convInputGrad';
    const key = JSON.stringify([geometry, isInputGrad]);
    if (!phasedPlans.has(key)) phasedPlans.set(key, phasedPlan(matrices, geometry, isInputGrad));
    return phasedPlans.get(key);
  };

  const shared = values.reduce((sum, value) => {
    const geometry = value.kind === 'convFilterGrad' ? geometryOf(value) : undefined;
    const plan = planned(value) ?? phased(value)?.image;
    return geometry && plan ? sum + sharedBytes(plan, geometry) : sum;
  }, 0);
  const again = shared > keptBytes;

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

  const byPhase = (value: Value, first: Value, second: Value): Value | undefined => {
    const plan = phased(value);
    if (!plan) return undefined;
    if (value.kind === 'convInputGrad') {
      const { shape } = value;
      return phasedInputGrad(target, now(first), now(second), plan, { shape, pads: value.attrs.pads });
    }
    const border = maps.of(first);
    const source = now(border.source);
    if (value.kind === 'conv') return phasedConv(target, source, now(second), plan, border);
    const image = again ? rectifiedAgain(g, source) : source;
    return phasedFilterGrad(target, image, now(second), plan, border, { shape: value.shape, again });
  };

  const refreshedFilterGrad = (value: Value): Value | undefined => {
    if (value.kind !== 'convFilterGrad') return undefined;
    const [x, dy] = value.inputs.map(now);
    return x && dy
      ? g.value('convFilterGrad', [rectifiedAgain(g, x), dy], value.attrs, value.shape, value.dtype)
      : undefined;
  };

  const rule = (value: Value): Value | undefined => {
    const fold = folded(value);
    if (fold) {
      const plan = planned(fold.source);
      const [dy, kernel] = fold.source.inputs;
      return plan && dy && kernel ? winogradInputGrad(target, now(dy), now(kernel), plan, fold, again) : undefined;
    }
    const plan = planned(value);
    const [first, second] = value.inputs;
    if (!first || !second) return undefined;
    if (!plan) return byPhase(value, first, second) ?? (again ? refreshedFilterGrad(value) : undefined);
    if (value.kind === 'conv') {
      const border = maps.of(first);
      return winogradConv(target, now(border.source), now(second), plan, border);
    }
    if (value.kind === 'convInputGrad')
      return winogradInputGrad(target, now(first), now(second), plan, maps.untouched(value), again);
    const border = maps.of(first);
    const flipped = wanted.get(value)?.join() === OIHW.join();
    const image = again ? rectifiedAgain(g, now(border.source)) : now(border.source);
    return winogradFilterGrad(target, image, now(second), plan, border, {
      shape: value.shape,
      flipped,
      again,
    });
  };

  for (const value of values) {
    const replaced = rule(value) ?? rebuilt(g, value, now);
    if (replaced !== value) renewed.set(value, replaced);
  }
  return outputs.map(now);
}
