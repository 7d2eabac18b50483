import { z } from 'zod';
import { number, type RunConfig } from './config.ts';
import { Timestamp } from './primitives.ts';

/** What a member may change of a running run (R7). */
const live = {
  lambdaCycle: number('lambdaCycle').optional(),
  lambdaIdentity: number('lambdaIdentity').optional(),
  lambdaForward: number('lambdaForward').optional(),
  /** The base rate: a decay under way goes on from it. */
  learningRate: number('learningRate').optional(),
};
export const LIVE_FIELDS = ['learningRate', 'lambdaCycle', 'lambdaIdentity', 'lambdaForward'] as const;
export type LiveField = (typeof LIVE_FIELDS)[number];

/** POST /api/runs/:id/tune: member. */
export const TuneBody = z
  .strictObject(live)
  .refine((body) => Object.values(body).some((value) => value !== undefined), 'names nothing to change');
export type TuneBody = z.infer<typeof TuneBody>;

/** POST /api/runs/:id/extend: member. More iterations for a run that is finished, from its last checkpoint on (R11). */
export const ExtendBody = z
  .strictObject({
    /** Added to those it has. */
    iterations: number('iterations'),
    /** Rate of the added iterations; by default what the run had before its decay. */
    learningRate: number('learningRate').optional(),
    /** The last so many of the added ones take the rate linearly to 0. */
    decayIterations: number('decayIterations').default(0),
  })
  .refine(({ iterations, decayIterations }) => decayIterations <= iterations, {
    path: ['decayIterations'],
    message: 'must be at most the added iterations',
  });
export type ExtendBody = z.infer<typeof ExtendBody>;

/** Options that differ from a run's config from some iteration on. An extension sets the schedule, too (R11). */
export const ConfigChanges = z.strictObject({
  ...live,
  iterations: number('iterations').optional(),
  decayIterations: number('decayIterations').optional(),
});
export type ConfigChanges = z.infer<typeof ConfigChanges>;

/** A change that a run has taken: `changes` hold from `iteration` on, that one included. */
export const RunChange = z.object({
  /** Counts a run's changes from 1, in the order in which people asked for them. */
  number: z.int().positive(),
  iteration: z.int().positive(),
  changes: ConfigChanges,
  by: z.string().nullable(),
  at: Timestamp,
});
export type RunChange = z.infer<typeof RunChange>;

/** A change that was asked for and that the trainer has not taken yet. */
export const PendingChange = RunChange.omit({ iteration: true });
export type PendingChange = z.infer<typeof PendingChange>;

/**
 * The config as it is in iteration `iteration` (from 1): the launched one with every change up to it, in order. A pure
 * function, so a resumed run meets what the run it continues met.
 */
export function configAt(
  config: RunConfig,
  changes: readonly { iteration: number; changes: ConfigChanges }[],
  iteration: number,
): RunConfig {
  const taken = changes.filter((change) => change.iteration <= iteration).map((change) => change.changes);
  return Object.assign({}, config, ...taken) as RunConfig;
}
