import { ALIGNMENT, METADATA_KEY, type StoredTensor, type TensorEntry } from './format.ts';

const asBytes = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/**
 * The file in pieces, so that gigabytes of state never lie in one buffer. The same tensors in the same order give the
 * same bytes. Metadata values are strings, as the format demands.
 */
export function* safetensorsChunks(
  tensors: Iterable<readonly [name: string, tensor: StoredTensor]>,
  metadata: Record<string, string> = {},
): Generator<Uint8Array> {
  const entries = [...tensors];
  const header: Record<string, TensorEntry | Record<string, string>> = {};
  if (Object.keys(metadata).length > 0) header[METADATA_KEY] = metadata;
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    if (Object.hasOwn(header, name) || name === METADATA_KEY) throw new Error(`two tensors are named "${name}"`);
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Math.ceil(json.byteLength / ALIGNMENT) * ALIGNMENT;
  const head = Buffer.alloc(8 + length, ' ');
  head.writeBigUInt64LE(BigInt(length));
  json.copy(head, 8);
  yield head;
  for (const [, { data }] of entries) yield asBytes(data);
}
