/** Contracts: the zod schema of every HTTP body, socket event and trainer message. Imports nothing of ours. */
export * from './api.ts';
export * from './changes.ts';
export * from './checkpoint.ts';
export * from './config.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './limits.ts';
export * from './live.ts';
export * from './losses.ts';
export * from './primitives.ts';
export * from './run-state.ts';
export * from './samples.ts';
export * from './series.ts';
export * from './team.ts';
export * from './timing.ts';
export * from './trainer.ts';
export * from './weights.ts';
