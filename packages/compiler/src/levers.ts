/** Switches of optimisations. Defaults are what measured fastest with onnxruntime-node on CPU; see the README. */
export interface Levers {
  /** Convolutions with stride 1 get their input gradient as a convolution with the rotated kernel. */
  rotatedKernel: boolean;
  /** Products of transposed matrix stacks as ONNX Runtime's own FusedMatMul instead of Transpose and MatMul. */
  fusedMatMul: boolean;
  /** Convolutions of stride 1 and their gradients as Winograd products wherever that is less arithmetic. */
  winograd: boolean;
}

export const DEFAULT_LEVERS: Levers = { rotatedKernel: true, fusedMatMul: true, winograd: true };
