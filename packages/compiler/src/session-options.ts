/** Session options of onnxruntime-node for a compiled training step on its CPU provider. */
export interface CpuSessionOptions {
  executionProviders: ['cpu'];
  intraOpNumThreads: number;
  interOpNumThreads: 1;
  executionMode: 'sequential';
  graphOptimizationLevel: 'disabled';
  enableCpuMemArena: true;
  enableMemPattern: false;
}

/**
 * What measured best for a training step on `threads` cores (see the README):
 * - no memory pattern: it allocates a second block for all tensors beside what the first run took (128x128: 1.3 GB
 *   against 0.9 GB at the same speed)
 * - the arena: without it every large tensor is mapped and cleared anew (8 to 30% slower)
 * - no graph optimisation: the compiler leaves nothing for it, it takes longer to start, and it would renumber the nodes,
 *   which decides their order, and find out the shapes that the compiler hides
 */
export const sessionOptions = (threads: number): CpuSessionOptions => ({
  executionProviders: ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'disabled',
  enableCpuMemArena: true,
  enableMemPattern: false,
});
