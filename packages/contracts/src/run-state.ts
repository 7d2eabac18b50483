import { z } from 'zod';

export const RUN_STATES = [
  'queued',
  'starting',
  'running',
  'pausing',
  'paused',
  'finishing',
  'finished',
  'failed',
  'cancelled',
] as const;
export const RunState = z.enum(RUN_STATES);
export type RunState = z.infer<typeof RunState>;

/** The allowed transitions (R2); each happens as one compare-and-set and one event. */
export const TRANSITIONS: Record<RunState, readonly RunState[]> = {
  queued: ['starting', 'paused', 'cancelled'],
  starting: ['running', 'pausing', 'queued', 'failed', 'cancelled'],
  running: ['pausing', 'finishing', 'queued', 'failed', 'cancelled'],
  pausing: ['paused', 'finishing', 'queued', 'failed', 'cancelled'],
  paused: ['queued', 'cancelled'],
  finishing: ['finished', 'queued', 'failed', 'cancelled'],
  finished: ['queued'],
  failed: [],
  cancelled: [],
};

export const canTransition = (from: RunState, to: RunState): boolean => TRANSITIONS[from].includes(to);
/** States in which a trainer holds the run. */
export const HELD_STATES = ['starting', 'running', 'pausing', 'finishing'] as const satisfies readonly RunState[];
/** States in which a run neither trains nor waits. Only an extension takes a run out of one: out of `finished`. */
export const ENDED_STATES = ['finished', 'failed', 'cancelled'] as const satisfies readonly RunState[];
export const isEnded = (state: RunState): boolean => (ENDED_STATES as readonly RunState[]).includes(state);

/** Why a run failed, for people to act on and for code to tell apart. */
export const FailureCode = z.enum(['trainer_lost', 'diverged', 'data', 'engine', 'internal']);
export const Failure = z.object({ code: FailureCode, message: z.string() });
export type Failure = z.infer<typeof Failure>;

/** Why a run waits in the queue again: its trainer was lost or left, or a person resumed or extended it. */
export const RequeueCause = z.enum(['lost', 'released', 'resumed', 'extended']);
export type RequeueCause = z.infer<typeof RequeueCause>;
