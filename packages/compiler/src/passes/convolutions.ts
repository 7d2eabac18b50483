import { after } from '../ir/after.ts';
import { binary, clip } from '../ir/elementwise.ts';
import type { Graph } from '../ir/graph.ts';
import { pad } from '../ir/shape.ts';
import type { Value, ValueOf } from '../ir/types.ts';
import { OIHW, type Order } from '../orders.ts';
import { type Convolution, inputsOf, isConvolution, kernelGradientsOf } from './kernel-gradients.ts';
import { Matrices } from './linear.ts';
import { type PhasedPlan, phasedConv, phasedFilterGrad, phasedInputGrad, phasedPlan } from './phased.ts';
import { reachable, rebuilt } from './rewrite.ts';
import { type Separable, SeparableMaps } from './separable.ts';
import type { Target } from './tiles.ts';
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
function geometryOf(value: Convolution): Geometry {
  const [first, second] = inputsOf(value);
  const window = value.attrs;
  if (value.kind === 'conv') return { image: first.shape, output: value.shape, kernel: second.shape, window };
  if (value.kind === 'convInputGrad') return { image: value.shape, output: first.shape, kernel: second.shape, window };
  return { image: first.shape, output: second.shape, kernel: value.shape, window };
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
  const isRectified = value.kind === 'unary' && value.attrs.fn === 'Relu';
  return input && isRectified ? clip(g, input, 0, Number.POSITIVE_INFINITY) : value;
}

interface Options {
  /** How values are best stored, where known. */
  wanted: ReadonlyMap<Value, Order>;
  /** Transformed images up to this many bytes in all are kept for the backward pass. */
  keptBytes: number;
  /** Stride-2 convolutions by phases as well. */
  byPhases: boolean;
  /** Gradients of kernels before those of images. */
  kernelGradientsFirst: boolean;
}

/** Rewrites convolutions as Winograd products, with borders around them melted into the transforms. */
class Rewriter {
  private readonly target: Target;
  private readonly maps: SeparableMaps;
  private readonly options: Options;
  private readonly consumers = new Map<Value, Value[]>();
  private readonly renewed = new Map<Value, Value>();
  /** Gradients of the same kernel from the same gradient, to be computed before. */
  private readonly before: ReadonlyMap<Value, Value[]>;
  private readonly plans = new Map<string, Plan | undefined>();
  private readonly phasedPlans = new Map<string, PhasedPlan | undefined>();
  /** True when transforms are computed again in the backward pass rather than kept. */
  private readonly again: boolean;

  constructor(g: Graph, values: readonly Value[], options: Options) {
    this.target = { g, matrices: new Matrices(g) };
    this.maps = new SeparableMaps(this.target.matrices);
    this.options = options;
    for (const value of values) {
      for (const input of value.inputs) this.consumers.set(input, [...(this.consumers.get(input) ?? []), value]);
    }
    this.again = this.keptTransforms(values) > options.keptBytes;
    this.before = options.kernelGradientsFirst ? kernelGradientsOf(values, this.consumers) : new Map();
    for (const value of values) this.renew(value);
  }

  /** What stands for a value after rewriting. */
  now(value: Value): Value {
    return this.renewed.get(value) ?? value;
  }

  private renew(value: Value): void {
    if (this.renewed.has(value)) return;
    for (const input of value.inputs) this.renew(input);
    const same = () => rebuilt(this.target.g, value, (input) => this.now(input));
    this.renewed.set(value, this.rewritten(value) ?? this.summed(same(), value));
  }

  /** What is computed before a convolution of the backward pass, as far as it frees memory. */
  private first(value: Value): Value[] {
    return (this.before.get(value) ?? []).map((gradient) => {
      this.renew(gradient);
      const renewed = this.now(gradient);
      // Before they are taps they may still be added to others.
      const [, products] = renewed.kind === 'kernelTaps' && !this.again ? renewed.inputs : [];
      return products ?? renewed;
    });
  }

  private plan(value: Convolution): Plan | undefined {
    const geometry = geometryOf(value);
    const key = JSON.stringify(geometry);
    if (!this.plans.has(key)) this.plans.set(key, winogradPlan(this.target.matrices, geometry));
    return this.plans.get(key);
  }

  private phasedPlan(value: Convolution): PhasedPlan | undefined {
    if (!this.options.byPhases) return undefined;
    const geometry = geometryOf(value);
    const isInputGrad = value.kind === 'convInputGrad';
    const key = JSON.stringify([geometry, isInputGrad]);
    if (!this.phasedPlans.has(key)) {
      this.phasedPlans.set(key, phasedPlan(this.target.matrices, geometry, isInputGrad));
    }
    return this.phasedPlans.get(key);
  }

  /** Bytes of transformed images that filter gradients would share with the forward pass. */
  private keptTransforms(values: readonly Value[]): number {
    return values.reduce((sum, value) => {
      if (value.kind !== 'convFilterGrad') return sum;
      const plan = this.plan(value) ?? this.phasedPlan(value)?.image;
      return plan ? sum + sharedBytes(plan, geometryOf(value)) : sum;
    }, 0);
  }

  private rewritten(value: Value): Value | undefined {
    const fold = this.folded(value);
    if (fold) return this.foldedInputGrad(fold);
    if (!isConvolution(value)) return undefined;
    const plan = this.plan(value);
    if (plan) return this.byWinograd(value, plan);
    const phased = this.phasedPlan(value);
    if (phased) return this.byPhases(value, phased);
    if (value.kind === 'convFilterGrad') return this.again ? this.refreshed(value) : undefined;
    return this.plain(value);
  }

  /** What a value maps when everything between it and an input gradient is linear along height and width. */
  private folded(value: Value): Separable | undefined {
    if (value.kind !== 'concat' && value.kind !== 'binary' && value.kind !== 'slice') return undefined;
    const root = this.maps.rootOf(value);
    if (root.kind !== 'convInputGrad' || !this.plan(root)) return undefined;
    const isOfRoot = (other: Value) => this.maps.rootOf(other) === root && this.maps.of(other).source === root;
    if (!isOfRoot(value)) return undefined;
    return this.consumers.get(value)?.every(isOfRoot) ? undefined : this.maps.of(value);
  }

  private foldedInputGrad(fold: Separable): Value | undefined {
    if (!isConvolution(fold.source)) return undefined;
    const plan = this.plan(fold.source);
    const [dy, kernel] = inputsOf(fold.source);
    const first = this.first(fold.source);
    return plan && winogradInputGrad(this.target, this.now(dy), this.now(kernel), plan, fold, first);
  }

  /** A convolution as it is, of a kernel that waits. */
  private plain(value: Convolution): Value | undefined {
    const first = this.first(value);
    if (first.length === 0) return undefined;
    const { g } = this.target;
    const [image, kernel] = inputsOf(value).map((input) => this.now(input)) as [Value, Value];
    return g.value(value.kind, [image, after(g, kernel, first)], value.attrs, value.shape, value.dtype);
  }

  private byWinograd(value: Convolution, plan: Plan): Value {
    const [first, second] = inputsOf(value);
    const other = this.now(second);
    if (value.kind === 'convInputGrad') {
      const untouched = this.maps.untouched(value);
      return winogradInputGrad(this.target, this.now(first), other, plan, untouched, this.first(value));
    }
    const border = this.maps.of(first);
    if (value.kind === 'conv') {
      return winogradConv(this.target, this.now(border.source), other, plan, border, this.first(value));
    }
    const flipped = this.options.wanted.get(value)?.join() === OIHW.join();
    const result = { shape: value.shape, flipped, again: this.again };
    return winogradFilterGrad(this.target, this.kept(border.source), other, plan, border, result);
  }

  private byPhases(value: Convolution, plan: PhasedPlan): Value {
    const [first, second] = inputsOf(value);
    const other = this.now(second);
    if (value.kind === 'convInputGrad') {
      const { shape, attrs } = value;
      const result = { shape, pads: attrs.pads, first: this.first(value) };
      return phasedInputGrad(this.target, this.now(first), other, plan, result);
    }
    const border = this.maps.of(first);
    if (value.kind === 'conv') {
      return phasedConv(this.target, this.now(border.source), other, plan, border, this.first(value));
    }
    const result = { shape: value.shape, again: this.again };
    return phasedFilterGrad(this.target, this.kept(border.source), other, plan, border, result);
  }

  /** The image of a filter gradient, from what is kept for the backward pass. */
  private kept(image: Value): Value {
    return this.again ? rectifiedAgain(this.target.g, this.now(image)) : this.now(image);
  }

  private refreshed(value: ValueOf<'convFilterGrad'>): Value {
    const [x, dy] = inputsOf(value);
    return this.target.g.value('convFilterGrad', [this.kept(x), this.now(dy)], value.attrs, value.shape, value.dtype);
  }

  /**
   * The sum of two filter gradients of one kernel, which a network used twice has: added before they go back to taps,
   * once, unless memory is short, as products are larger. `before` is the sum before rewriting.
   */
  private summed(value: Value, before: Value): Value {
    if (this.again || value.kind !== 'binary' || value.attrs.fn !== 'Add') return value;
    const [a, b] = value.inputs;
    if (a?.kind !== 'kernelTaps' || b?.kind !== 'kernelTaps' || a.inputs[0] !== b.inputs[0]) return value;
    const onlyHere = before.inputs.every((input) => this.consumers.get(input)?.length === 1);
    const [matrix, left] = a.inputs;
    const right = b.inputs[1];
    if (!onlyHere || !matrix || !left || !right) return value;
    const { g } = this.target;
    return g.value('kernelTaps', [matrix, binary(g, 'Add', left, right)], {}, value.shape, value.dtype);
  }
}

/** The outputs with convolutions as Winograd products wherever that is less work. */
export function winogradPass(g: Graph, outputs: readonly Value[], options: Options): Value[] {
  const rewriter = new Rewriter(g, reachable(outputs), options);
  return outputs.map((output) => rewriter.now(output));
}
