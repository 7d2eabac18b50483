import type { Value } from '../ir/types.ts';
import { at, range } from '../util.ts';
import { type Matrices, type Matrix, zeros } from './linear.ts';

/** A value as linear maps along height and width of an image [batch, height, width, channel]. */
export interface Separable {
  source: Value;
  /** [rows of the value][rows of the source] */
  height: Matrix;
  width: Matrix;
}

type Maps = readonly [Matrix, Matrix];

/** Longest axis this is done for: the matrices are dense. */
const MAX_SIDE = 160;

/**
 * Which image a value is a separable linear map of: borders, slices, mirrored pieces, their sums and concatenations
 * along height and width are followed back as far as they go. That is how a reflected border and its adjoint, written
 * as slices and additions, melt into the transforms of a convolution next to them.
 */
export class SeparableMaps {
  private readonly known = new Map<Value, Separable>();
  private readonly roots = new Map<Value, Value>();
  private readonly matrices: Matrices;

  constructor(matrices: Matrices) {
    this.matrices = matrices;
  }

  /** The image that `of(value)` would lead to if every step is linear: a cheap look ahead without matrices. */
  rootOf(value: Value): Value {
    const known = this.roots.get(value);
    if (known) return known;
    const isStep =
      ['pad', 'slice', 'concat'].includes(value.kind) || (value.kind === 'binary' && value.attrs.fn === 'Add');
    const root = isStep && value.shape.length === 4 ? this.rootOf(at(value.inputs, 0)) : value;
    this.roots.set(value, root);
    return root;
  }

  of(value: Value): Separable {
    const known = this.known.get(value);
    if (known) return known;
    const traced = this.rootOf(value) === value ? undefined : this.follow(value);
    const found = traced
      ? { ...traced, height: this.matrices.unique(traced.height), width: this.matrices.unique(traced.width) }
      : this.untouched(value);
    this.known.set(value, found);
    return found;
  }

  /** The value as its own source. */
  untouched(value: Value): Separable {
    const [, height = 1, width = 1] = value.shape;
    return { source: value, height: this.matrices.identity(height), width: this.matrices.identity(width) };
  }

  private follow(value: Value): Separable | undefined {
    if (value.shape.length !== 4 || Math.max(at(value.shape, 1), at(value.shape, 2)) > MAX_SIDE) return undefined;
    switch (value.kind) {
      case 'pad':
      case 'slice': {
        const own = ownMaps(value);
        if (!own) return undefined;
        const inner = this.of(at(value.inputs, 0));
        const height = this.matrices.product(this.matrices.unique(own[0]), inner.height);
        const width = this.matrices.product(this.matrices.unique(own[1]), inner.width);
        return { source: inner.source, height, width };
      }
      case 'concat':
        return stack(
          value.attrs.axis,
          value.inputs.map((part) => this.of(part)),
        );
      case 'binary':
        return value.attrs.fn === 'Add'
          ? sum(value, this.of(at(value.inputs, 0)), this.of(at(value.inputs, 1)))
          : undefined;
      default:
        return undefined;
    }
  }
}

function stack(axis: number, parts: Separable[]): Separable | undefined {
  const first = at(parts, 0);
  if (parts.some((part) => part.source !== first.source)) return undefined;
  if (axis === 1 && parts.every((part) => part.width === first.width)) {
    return { ...first, height: parts.flatMap((part) => part.height) };
  }
  if (axis === 2 && parts.every((part) => part.height === first.height)) {
    return { ...first, width: parts.flatMap((part) => part.width) };
  }
  return undefined;
}

const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x + (b[i]?.[j] ?? 0)));

function sum(value: Value, a: Separable, b: Separable): Separable | undefined {
  const sameSize = a.height.length === b.height.length && a.width.length === b.width.length;
  const full = a.height.length === value.shape[1] && a.width.length === value.shape[2];
  if (a.source !== b.source || !sameSize || !full) return undefined;
  if (a.width === b.width) return { ...a, height: plus(a.height, b.height) };
  if (a.height === b.height) return { ...a, width: plus(a.width, b.width) };
  return undefined;
}

/** The matrices of one border or slice; undefined when it touches batch or channels, or a border is not zero. */
function ownMaps(value: Value): Maps | undefined {
  const source = at(value.inputs, 0).shape;
  const untouched = [0, 3].every((axis) => {
    if (value.kind === 'pad') return at(value.attrs.before, axis) === 0 && at(value.attrs.after, axis) === 0;
    return value.kind === 'slice' && value.shape[axis] === source[axis] && at(value.attrs.step, axis) === 1;
  });
  if (!untouched) return undefined;
  const rows = (axis: 1 | 2) => {
    const from = at(source, axis);
    const result = zeros(at(value.shape, axis), from);
    for (const i of range(result.length)) {
      const column = origin(value, axis, i, from);
      if (column !== undefined) at(result, i)[column] = 1;
    }
    return result;
  };
  if (value.kind === 'pad' && value.attrs.mode === 'constant' && value.attrs.value !== 0) return undefined;
  return [rows(1), rows(2)];
}

/** Which source row (or column) row i of a border or slice shows; undefined for a row of zeros. */
function origin(value: Value, axis: 1 | 2, i: number, from: number): number | undefined {
  if (value.kind === 'slice') return at(value.attrs.begin, axis) + i * at(value.attrs.step, axis);
  if (value.kind !== 'pad') return undefined;
  const place = i - at(value.attrs.before, axis);
  if (place >= 0 && place < from) return place;
  if (value.attrs.mode === 'constant') return undefined;
  return place < 0 ? -place : 2 * (from - 1) - place;
}
