/** Switches of optimisations. Defaults are what measured fastest with onnxruntime-node on CPU; see the README. */
export interface Levers {
  /** Convolutions of stride 1 and their gradients as Winograd products wherever that is less work. */
  winograd: boolean;
  /** Convolutions of stride 2 and their gradients as Winograd products of their four phases, where that pays. */
  winogradPhases: boolean;
  /**
   * While the transformed images of all convolutions take up to this many bytes, they are kept from the forward to
   * the backward pass; beyond it they, the transformed kernels and rectified images are computed again.
   */
  keptTransformBytes: number;
  /** Convolutions of stride 1 get their input gradient as a convolution with the rotated kernel. */
  rotatedKernel: boolean;
  /** Large kernels with few outputs: every kernel row as outputs of its own, summed afterwards. */
  rowOutputs: boolean;
  /** Filter gradients of layers with up to 4 channels on one side by kernel rows instead of single taps. */
  rowFilterGrad: boolean;
  /** Filter gradients of stride 2 from SpaceToDepth instead of strided slices. */
  phases: boolean;
  /** Products of transposed matrix stacks as ONNX Runtime's own FusedMatMul instead of Transpose and MatMul. */
  fusedMatMul: boolean;
}

export const DEFAULT_LEVERS: Levers = {
  winograd: true,
  winogradPhases: true,
  keptTransformBytes: 256 * 2 ** 20,
  rotatedKernel: true,
  rowOutputs: true,
  rowFilterGrad: true,
  phases: true,
  fusedMatMul: true,
};

/**
 * Plain convolutions and standard operators only: for providers with fast convolutions of their own (CUDA, WebGPU), and
 * for files that other runtimes shall read.
 */
export const PORTABLE_LEVERS: Levers = {
  winograd: false,
  winogradPhases: false,
  keptTransformBytes: Number.POSITIVE_INFINITY,
  rotatedKernel: false,
  rowOutputs: false,
  rowFilterGrad: false,
  phases: false,
  fusedMatMul: false,
};
