/** Switches of optimisations. Defaults are what measured fastest with onnxruntime-node on CPU; see the README. */
export interface Levers {
  /** Convolutions with stride 1 get their input gradient as a convolution with the rotated kernel. */
  rotatedKernel: boolean;
  /** Products of transposed matrix stacks as ONNX Runtime's own FusedMatMul instead of Transpose and MatMul. */
  fusedMatMul: boolean;
  /** Convolutions of stride 1 and their gradients as Winograd products wherever that is less arithmetic. */
  winograd: boolean;
  /** Convolutions of stride 2 and their gradients as Winograd products of their four phases, where that pays. */
  winogradPhases: boolean;
  /**
   * While the transformed images of all convolutions take up to this many bytes, they are kept from the forward to
   * the backward pass; beyond it they, and the transformed kernels, are computed again.
   */
  keptTransformBytes: number;
  /** Filter gradients of layers with up to 4 channels on one side by kernel rows instead of single taps. */
  rowFilterGrad: boolean;
  /** Filter gradients of stride 2 from SpaceToDepth instead of strided slices. */
  phases: boolean;
  /** Large kernels with few outputs: every kernel row as outputs of its own, summed afterwards. */
  rowOutputs: boolean;
}

export const DEFAULT_LEVERS: Levers = {
  rotatedKernel: true,
  fusedMatMul: true,
  winograd: true,
  winogradPhases: true,
  keptTransformBytes: 256 * 2 ** 20,
  rowFilterGrad: true,
  phases: true,
  rowOutputs: true,
};
