import type * as tf from '@tensorflow/tfjs-core';
import { binary } from '../../ir/elementwise.ts';
import { matmul } from '../../ir/matmul.ts';
import type { Value } from '../../ir/types.ts';
import { attrsOf, type Call, type Kernels } from '../kernel.ts';
import { activate } from './elementwise.ts';

const batchMatMul = (call: Call): Value => {
  const { transposeA, transposeB } = attrsOf<tf.BatchMatMulAttrs>(call);
  return matmul(call.g, call.input('a'), call.input('b'), { transposeA, transposeB });
};

const fusedMatMul = (call: Call): Value => {
  const product = batchMatMul(call);
  const bias = call.optional('bias');
  const biased = bias ? binary(call.g, 'Add', product, bias) : product;
  return activate(call, biased, attrsOf<tf._FusedMatMulAttrs>(call).activation);
};

export const MATMULS: Kernels = { BatchMatMul: batchMatMul, _FusedMatMul: fusedMatMul };
