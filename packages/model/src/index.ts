/** ComboGAN as pure functions of TF.js tensors; every draw a function of (seed, stream, iteration). */
export * from './adam.ts';
export * from './augment.ts';
export * from './cost.ts';
export * from './decoder.ts';
export * from './discriminator.ts';
export * from './draws.ts';
export * from './encoder.ts';
export type { Weights } from './layers.ts';
export * from './masks.ts';
export * from './params.ts';
export * from './pool.ts';
export * from './ports.ts';
export * from './random.ts';
export * from './schedule.ts';
export * from './state.ts';
export * from './step.ts';
export * from './storage.ts';
export * from './translation.ts';
