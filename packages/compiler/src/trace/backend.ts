import * as tf from '@tensorflow/tfjs-core';
import { elements, Graph } from '../ir/graph.ts';
import type { Data, DType, Shape, Value } from '../ir/types.ts';

/** Name of the tracing backend while a function is being traced. */
export const TRACE_BACKEND = 'onnx-trace';

/** TF.js's handle on the data of a tensor. */
type DataId = tf.DataId;

export function dtypeOf(dtype: string): DType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`tensors of type ${dtype} cannot be compiled: only float32, int32 and bool`);
}

/**
 * A TF.js backend that computes nothing: every tensor stands for a value of the graph. Constants can be read,
 * anything that depends on an input cannot.
 */
export class TraceBackend extends tf.KernelBackend {
  readonly graph = new Graph();
  private readonly values = new Map<DataId, { value: Value; references: number }>();

  /** A TF.js tensor handle for a value. */
  handle(value: Value): tf.TensorInfo {
    const dataId = {};
    this.values.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.dtype };
  }

  /** The value a tensor stands for; tensors of other backends become constants. */
  resolve(tensor: tf.TensorInfo): Value {
    const known = this.values.get(tensor.dataId);
    if (known) return known.value;
    const data = tf.engine().readSync(tensor.dataId);
    return this.graph.constant(data as Data, tensor.shape, dtypeOf(tensor.dtype));
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): DataId {
    return this.handle(this.graph.constant(values as Data, shape, dtypeOf(dtype))).dataId;
  }

  override move(dataId: DataId, values: tf.BackendValues, shape: Shape, dtype: tf.DataType, references: number): void {
    this.values.set(dataId, { value: this.graph.constant(values as Data, shape, dtypeOf(dtype)), references });
  }

  override readSync(dataId: DataId): Data {
    const value = this.values.get(dataId)?.value;
    if (value?.kind === 'constant') return elements(value).slice();
    throw new Error(
      'the value of a traced tensor was read (dataSync, data, arraySync, array or print), but a traced function only ' +
        'describes the computation: its inputs have no values yet. Return the tensor as an output and read it after ' +
        'running the graph; for a choice that depends on it use tf.where or pass the choice as an input.',
    );
  }

  override async read(dataId: DataId): Promise<Data> {
    return this.readSync(dataId);
  }

  override incRef(dataId: DataId): void {
    const entry = this.values.get(dataId);
    if (entry) entry.references++;
  }

  override refCount(dataId: DataId): number {
    return this.values.get(dataId)?.references ?? 0;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.values.get(dataId);
    if (!entry) return true;
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.values.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.values.size;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.values.clear();
  }
}
