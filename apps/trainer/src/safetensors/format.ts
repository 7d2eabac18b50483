/**
 * The safetensors layout: 8 bytes little-endian length of the header, the header as JSON (padded with spaces), then the
 * tensors' bytes in the header's order. Values here are always float32, little-endian.
 */
export interface StoredTensor {
  shape: readonly number[];
  data: Float32Array;
}

/** The header's entry of one tensor; offsets in bytes from the end of the header. */
export interface TensorEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

export const METADATA_KEY = '__metadata__';
/** Tensor data starts at a multiple of it, so that readers may map the file. */
export const ALIGNMENT = 8;
/** The format's own limit of the header, in bytes. */
export const MAX_HEADER = 100_000_000;
