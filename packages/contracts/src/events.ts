import { z } from 'zod';
import { ConfigChanges } from './changes.ts';
import { DomainLosses, LOSS_NAMES, type LossName } from './losses.ts';
import { DomainKey, Id, Sha256, Timestamp } from './primitives.ts';
import { Failure, RequeueCause, RunState } from './run-state.ts';
import { SampleSheet } from './samples.ts';

/** One iteration: the pair that was drawn and the losses of each of the two, by domain key. Nothing stale (R, fix 2). */
export const IterationRecord = z.object({
  /** Counts from 1. */
  iteration: z.int().positive(),
  domains: z.tuple([DomainKey, DomainKey]),
  losses: z.record(DomainKey, DomainLosses),
  learningRate: z.number(),
  /** Wall time of the iteration in milliseconds. */
  ms: z.number().nonnegative(),
});
export type IterationRecord = z.infer<typeof IterationRecord>;

export const LogLevel = z.enum(['info', 'warn', 'error']);

/** What a trainer reports. It numbers its events per run, gaplessly, from 1 (E1). */
export const TrainerEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('iterations'), records: z.array(IterationRecord).min(1).max(5000) }),
  z.object({ kind: z.literal('sample'), sheet: SampleSheet }),
  z.object({
    kind: z.literal('checkpoint'),
    iteration: z.int().nonnegative(),
    sha256: Sha256,
    bytes: z.int().positive(),
  }),
  z.object({
    kind: z.literal('weights'),
    domain: DomainKey,
    iteration: z.int().nonnegative(),
    sha256: Sha256,
    bytes: z.int().positive(),
  }),
  /** The run's change of that number holds from `iteration` on (R7). */
  z.object({ kind: z.literal('applied'), number: z.int().positive(), iteration: z.int().positive() }),
  z.object({ kind: z.literal('log'), level: LogLevel, message: z.string().max(2000) }),
]);
export type TrainerEvent = z.infer<typeof TrainerEvent>;

export const NumberedTrainerEvent = z.object({ seq: z.int().positive(), event: TrainerEvent });
export type NumberedTrainerEvent = z.infer<typeof NumberedTrainerEvent>;

/** What the server itself writes into a run's log. */
export const ServerEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    state: RunState,
    /** Who asked for it, when a person did. */
    by: z.string().optional(),
    trainer: z.string().optional(),
    failure: Failure.optional(),
    cause: RequeueCause.optional(),
    /** Iterations completed in the checkpoint that the next trainer takes up; 0 without one. */
    resumesFrom: z.int().nonnegative().optional(),
  }),
  /** Someone asked for a change. It holds from `iteration` on, or from where a later `applied` says. */
  z.object({
    kind: z.literal('change'),
    number: z.int().positive(),
    changes: ConfigChanges,
    by: z.string().optional(),
    iteration: z.int().positive().optional(),
  }),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** An entry of a run's log. `seq` is gapless per run over trainer and server entries; viewers resume by it (E2). */
export const LogEntry = z.object({
  runId: Id,
  seq: z.int().positive(),
  at: Timestamp,
  event: z.union([TrainerEvent, ServerEvent]),
});
export type LogEntry = z.infer<typeof LogEntry>;
export type RunEvent = LogEntry['event'];

/** What an iteration has besides losses: its learning rate, and its wall time in milliseconds. */
export const METRIC_NAMES = ['learningRate', 'ms'] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

/** Kinds of entries that read as lines: what happened, and who asked for it. */
export const LOG_LINES = ['state', 'change', 'applied', 'log'] as const satisfies readonly RunEvent['kind'][];

/** The name of a chart series: a loss of a domain, or a metric of the run. */
export type SeriesName = `${string}.${LossName}` | MetricName;
export const seriesName = (domain: string, loss: LossName): SeriesName => `${domain}.${loss}`;

/** What an iteration adds to the charts: a value for each of its series. */
export function seriesValues({ losses, learningRate, ms }: IterationRecord): [SeriesName, number][] {
  const values: [SeriesName, number][] = [
    ['learningRate', learningRate],
    ['ms', ms],
  ];
  for (const [domain, named] of Object.entries(losses))
    for (const loss of LOSS_NAMES) {
      const value = named[loss];
      if (value !== undefined) values.push([seriesName(domain, loss), value]);
    }
  return values;
}
