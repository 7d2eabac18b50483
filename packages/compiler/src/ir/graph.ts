import { digest, sizeOf } from '../util.ts';
import type { Attrs, Constant, Data, DType, Kind, Shape, Value } from './types.ts';

/** The bytes of typed values. */
export const bytesOf = (values: Data) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The typed array that holds values of a dtype. */
export function dataOf(dtype: DType, values: ArrayLike<number>): Data {
  if (dtype === 'float32') return Float32Array.from(values);
  if (dtype === 'int32') return Int32Array.from(values);
  return Uint8Array.from(values);
}

/** Every value of a program; asking for an equal value again returns the first one. */
export class Graph {
  private readonly known = new Map<string, Value>();
  private nextId = 0;

  value<K extends Kind>(kind: K, inputs: readonly Value[], attrs: Attrs[K], shape: Shape, dtype: DType): Value {
    const ids = inputs.map((input) => input.id).join(',');
    const key = `${kind}|${ids}|${JSON.stringify(attrs)}|${shape}|${dtype}`;
    return this.intern(key, kind, inputs, attrs, shape, dtype);
  }

  /** A constant of logical values. One repeated value is kept as a splat. */
  constant(values: ArrayLike<number>, shape: Shape, dtype: DType): Constant {
    const first = values[0] ?? 0;
    let splat = values.length > 0;
    for (let i = 1; splat && i < values.length; i++) splat = Object.is(values[i], first);
    return this.store(dataOf(dtype, splat ? [first] : values), splat, shape, dtype);
  }

  /** A constant that repeats one value. */
  splat(value: number, shape: Shape, dtype: DType): Constant {
    return this.store(dataOf(dtype, [value]), sizeOf(shape) > 0, shape, dtype);
  }

  private store(values: Data, splat: boolean, shape: Shape, dtype: DType): Constant {
    const key = `constant|${splat}|${digest(bytesOf(values))}|${shape}|${dtype}`;
    return this.intern(key, 'constant', [], { values, splat }, shape, dtype) as Constant;
  }

  private intern<K extends Kind>(
    key: string,
    kind: K,
    inputs: readonly Value[],
    attrs: Attrs[K],
    shape: Shape,
    dtype: DType,
  ): Value {
    const found = this.known.get(key);
    if (found) return found;
    const value = { id: this.nextId++, kind, inputs, attrs, shape, dtype } as Value;
    this.known.set(key, value);
    return value;
  }
}

/** Every element of a constant, in row-major order. */
export function elements(constant: Constant): Data {
  const { values, splat } = constant.attrs;
  const size = sizeOf(constant.shape);
  if (!splat || size === 1) return values;
  return dataOf(constant.dtype, new Float64Array(size).fill(values[0] ?? 0));
}

/** The value a constant repeats; undefined for anything else. */
export function splatOf(value: Value): number | undefined {
  if (value.kind !== 'constant') return undefined;
  return value.attrs.splat ? value.attrs.values[0] : undefined;
}
