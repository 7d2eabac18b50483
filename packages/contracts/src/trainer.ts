import { z } from 'zod';
import { PendingChange, RunChange } from './changes.ts';
import { RunConfig } from './config.ts';
import type { ApiError } from './errors.ts';
import { NumberedTrainerEvent } from './events.ts';
import { DomainKey, Id, Sha256 } from './primitives.ts';
import { Failure } from './run-state.ts';

/**
 * The trainers' Socket.IO namespace. The handshake's `auth` is { token, hello }. A wrong token is refused with
 * a connect_error whose `data` is an ApiError.
 */
export const TRAINER_NAMESPACE = '/trainer';

export const TRAINER = {
  /** trainer -> server: give me the next run. */
  claim: 'run:claim',
  /** trainer -> server: still at it; extends the lease. */
  heartbeat: 'run:heartbeat',
  /** trainer -> server: log events, in order. */
  events: 'run:events',
  /** trainer -> server: the run began, or ended. */
  transition: 'run:transition',
  /** server -> trainer: there may be work. */
  wake: 'queue:wake',
  /** server -> trainer: stop this run at the next iteration, for good or for a while. */
  command: 'run:command',
  /** server -> trainer: take these changes at the next iteration. */
  tune: 'run:tune',
} as const;

export const TrainerHello = z.object({
  protocol: z.int(),
  engine: z.string().max(60),
  device: z.string().max(120),
  /** Floating-point operations a second on the training step, when already measured. */
  flops: z.number().positive().nullable(),
});
export type TrainerHello = z.infer<typeof TrainerHello>;
export const TrainerAuth = z.object({ token: z.string().min(1), hello: TrainerHello });

/** One image of a domain: fetched from GET /api/trainer/images/:sha256 and checked against its hash. */
export const AssignedImage = z.object({ sha256: Sha256, bytes: z.int().positive() });
export const AssignedDomain = z.object({
  key: DomainKey,
  name: z.string(),
  versionHash: Sha256,
  train: z.array(AssignedImage).min(1),
  /** Never trained on when the domain has probes of its own. */
  probes: z.array(AssignedImage).min(1),
});
export type AssignedDomain = z.infer<typeof AssignedDomain>;

export const RunAssignment = z.object({
  runId: Id,
  name: z.string(),
  /** Every write of this attempt carries it; after a lost lease it is refused (R4). */
  attemptToken: z.string(),
  config: RunConfig,
  domains: z.array(AssignedDomain).min(2),
  /** Seq of the last stored event of any attempt: the next is one more. */
  trainerSeq: z.int().nonnegative(),
  /** The last checkpoint, from GET /api/trainer/runs/:runId/checkpoint; null starts at iteration 0. */
  checkpoint: z.object({ iteration: z.int().nonnegative(), sha256: Sha256, bytes: z.int().positive() }).nullable(),
  /**
   * What is stored already: losses up to `iteration` and samples up to `sample`. An attempt that begins at an earlier
   * checkpoint computes them again and does not send them.
   */
  stored: z.object({ iteration: z.int().nonnegative(), sample: z.int().nonnegative().nullable() }),
  /** Changes taken by earlier attempts, to be taken again at the same iterations (R7). */
  changes: z.array(RunChange.pick({ number: true, iteration: true, changes: true })),
  /** Changes to take at the first iteration that is not stored. */
  pendingChanges: z.array(PendingChange.pick({ number: true, changes: true })),
});
export type RunAssignment = z.infer<typeof RunAssignment>;

const attempt = { runId: Id, attemptToken: z.string() };

export const HeartbeatMessage = z.object({ ...attempt, iteration: z.int().nonnegative() });
export type HeartbeatMessage = z.infer<typeof HeartbeatMessage>;
export const EventsMessage = z.object({ ...attempt, events: z.array(NumberedTrainerEvent).min(1).max(1000) });
export type EventsMessage = z.infer<typeof EventsMessage>;
export const TransitionMessage = z.object({
  ...attempt,
  /** `queued` gives the run back: another attempt goes on with it. */
  to: z.enum(['running', 'finishing', 'finished', 'paused', 'queued', 'failed', 'cancelled']),
  failure: Failure.optional(),
  /** New measurement of this machine, sent with `finishing`. */
  flops: z.number().positive().optional(),
});
export type TransitionMessage = z.infer<typeof TransitionMessage>;
export const CommandMessage = z.object({ runId: Id, kind: z.enum(['cancel', 'pause']) });
export type CommandMessage = z.infer<typeof CommandMessage>;
export const AskedChange = PendingChange.pick({ number: true, changes: true });
export type AskedChange = z.infer<typeof AskedChange>;
/** Every change that the run has not taken yet; what the trainer knows already it leaves alone. */
export const TuneMessage = z.object({ runId: Id, pendingChanges: z.array(AskedChange) });
export type TuneMessage = z.infer<typeof TuneMessage>;

export type Refusal = { ok: false; error: ApiError };
export type Ack<T extends object = object> = ({ ok: true } & T) | Refusal;

export interface ServerToTrainer {
  [TRAINER.wake]: () => void;
  [TRAINER.command]: (message: CommandMessage) => void;
  [TRAINER.tune]: (message: TuneMessage) => void;
}
export interface TrainerToServer {
  [TRAINER.claim]: (reply: (answer: Ack<{ assignment: RunAssignment | null }>) => void) => void;
  /** The answer repeats a pending command and pending changes, in case the message was lost. */
  [TRAINER.heartbeat]: (
    message: z.infer<typeof HeartbeatMessage>,
    reply: (answer: Ack<{ command: CommandMessage['kind'] | null; pendingChanges: AskedChange[] }>) => void,
  ) => void;
  /** `trainerSeq` is the last stored one; a batch that starts beyond it + 1 is refused as a gap, one below is skipped. */
  [TRAINER.events]: (
    message: z.infer<typeof EventsMessage>,
    reply: (answer: Ack<{ trainerSeq: number }>) => void,
  ) => void;
  [TRAINER.transition]: (message: z.infer<typeof TransitionMessage>, reply: (answer: Ack) => void) => void;
}

/**
 * Artifacts go up by HTTP before the event that names them:
 * PUT /api/trainer/runs/:runId/artifacts/:kind?name=...  with `authorization: Bearer <trainer token>`,
 * `x-attempt-token` and `x-content-sha256`. Stored only when the bytes match the hash.
 */
export const ArtifactKind = z.enum(['sample', 'weights', 'checkpoint']);
export type ArtifactKind = z.infer<typeof ArtifactKind>;
export const ArtifactStored = z.object({ sha256: Sha256, bytes: z.int() });
