import type { SweepDraft } from './sweep-draft.ts';

/**
 * The experiments of the talk that this studio began with: one option at a time around a base, and what it found best:
 * no decay, no dropout, cycle 10, forward 0, and ten times the learning rate.
 */
export const talkSweep = (bestName: string): SweepDraft => ({
  design: 'each',
  axes: [
    { field: 'dropout', values: [false, true] },
    { field: 'lambdaCycle', values: [5, 7, 8, 10] },
    { field: 'lambdaForward', values: [0, 0.5] },
    { field: 'learningRate', values: [0.0002, 0.002] },
    { field: 'decayIterations', values: [null, 0] },
  ],
  extra: [
    {
      name: bestName,
      set: { dropout: false, lambdaCycle: 10, lambdaForward: 0, learningRate: 0.002, decayIterations: 0 },
    },
  ],
});
