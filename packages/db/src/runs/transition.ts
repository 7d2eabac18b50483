import {
  canTransition,
  type Failure,
  HELD_STATES,
  isEnded,
  type RequeueCause,
  RUN_STATES,
  type RunState,
  StudioError,
} from '@combogan/contracts';
import type { Tx } from '../db.ts';
import type { AttemptOutcome, Prisma } from '../generated/client.ts';
import { writeEntries } from '../log/entry.ts';
import { tellOutcome } from '../notifications/run-outcome.ts';
import { noSuchRun } from './missing.ts';

export interface Transition {
  runId: string;
  to: RunState;
  /** Who asked for it, when a person did. */
  by?: string;
  /** Name of the trainer that takes the run or reports on it. */
  trainer?: string;
  failure?: Failure;
  /** Why it waits again. */
  cause?: RequeueCause;
  /** Iteration that the next attempt begins at. */
  resumesFrom?: number;
  /** How the open attempt ends, when the state alone does not say. */
  outcome?: AttemptOutcome;
  /** Further columns of the run that change with it. */
  set?: Prisma.RunUncheckedUpdateManyInput;
}

export const isHeld = (state: RunState): boolean => (HELD_STATES as readonly RunState[]).includes(state);

/**
 * The only way a run's state changes: one compare-and-set on the states that allow it, and one log entry, in the
 * caller's transaction (R2). Leaving the states in which a trainer holds the run ends its attempt.
 * @throws StudioError `conflict` with the state that does not allow it; `not_found`
 */
export async function transition(tx: Tx, { runId, to, outcome, set, ...told }: Transition): Promise<void> {
  const { failure } = told;
  const now = new Date();
  const [moved] = await tx.run.updateManyAndReturn({
    where: { id: runId, state: { in: RUN_STATES.filter((from) => canTransition(from, to)) } },
    data: {
      state: to,
      seq: { increment: 1 },
      changedAt: now,
      ...(to === 'queued' && { queuedAt: now }),
      endedAt: isEnded(to) ? now : null,
      ...(!isHeld(to) && { holderId: null, command: null, commandBy: null }),
      ...(failure && { failureCode: failure.code, failureMessage: failure.message }),
      ...set,
    },
    select: { seq: true },
  });
  if (!moved) throw await refusal(tx, runId, to);
  if (!isHeld(to))
    await tx.attempt.updateMany({
      where: { runId, outcome: null },
      data: { outcome: outcome ?? OUTCOMES[to] ?? 'lost', endedAt: now },
    });
  await writeEntries(tx, runId, moved.seq, [{ kind: 'state', state: to, ...told }]);
  await tellOutcome(tx, { runId, to, failure, outcome });
}

export const OUTCOMES: Partial<Record<RunState, AttemptOutcome>> = {
  finished: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  paused: 'paused',
};

async function refusal(tx: Tx, runId: string, to: RunState): Promise<StudioError> {
  const run = await tx.run.findUnique({ where: { id: runId }, select: { state: true } });
  if (!run) return noSuchRun();
  return new StudioError(
    'conflict',
    isEnded(run.state)
      ? `The run has ended (${run.state}); it cannot become ${to}.`
      : `The run is ${run.state}; it cannot become ${to}.`,
  );
}
