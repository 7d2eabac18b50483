import type { Kernels } from '../kernel.ts';
import { CONVOLUTIONS } from './convolution.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { INDEXING } from './indexing.ts';
import { MATMULS } from './matmul.ts';
import { POOLING } from './pooling.ts';
import { REDUCTIONS } from './reductions.ts';
import { RESIZES } from './resize.ts';
import { SHAPES } from './shape.ts';

/** Every TF.js kernel that can be compiled, by name. */
export const KERNELS: Kernels = {
  ...CONVOLUTIONS,
  ...ELEMENTWISE,
  ...INDEXING,
  ...MATMULS,
  ...POOLING,
  ...REDUCTIONS,
  ...RESIZES,
  ...SHAPES,
};
