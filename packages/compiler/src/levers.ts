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
  /**
   * In the backward pass the gradient of a kernel before that of its image: what only the kernel's needs is then
   * freed before the pass goes on. Memory only.
   */
  kernelGradientsFirst: boolean;
  /**
   * Shapes of Reshape are left open until the graph runs. ONNX Runtime plans to keep a buffer from its tensor's last use
   * until the next tensor of the same shape, however late that comes; where it knows no shape it frees each one at once.
   * Holds as long as constants are not folded. Memory only.
   */
  openShapes: boolean;
  /** Nodes in an order that makes ONNX Runtime follow one path to its end before it begins another. Memory only. */
  deepestFirst: boolean;
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
  kernelGradientsFirst: true,
  openShapes: true,
  deepestFirst: true,
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
  kernelGradientsFirst: false,
  openShapes: false,
  deepestFirst: false,
  fusedMatMul: false,
};
