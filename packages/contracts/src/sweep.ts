import { z } from 'zod';
import { Name, RunDomainIds, RunSummary } from './api.ts';
import { CONFIG_FIELDS, RunConfig } from './config.ts';
import { LIMITS } from './limits.ts';
import { LossName } from './losses.ts';
import { Id, Timestamp } from './primitives.ts';
import { RunState } from './run-state.ts';
import { type OptionValue, planSweep } from './sweep-plan.ts';

const Field = z.enum(CONFIG_FIELDS as [keyof RunConfig, ...(keyof RunConfig)[]], 'is no option of a run');
const Value: z.ZodType<OptionValue> = z.union(
  [z.number(), z.boolean(), z.string().max(40), z.null()],
  'must be a number, a text, true, false, or null for the default',
);
const fields = Object.fromEntries(CONFIG_FIELDS.map((field) => [field, Value.optional()]));
const Settings = z.strictObject(fields as Record<keyof RunConfig, z.ZodOptional<typeof Value>>);

export const SweepAxis = z.strictObject({
  field: Field,
  values: z
    .array(Value)
    .min(1, 'needs a value')
    .max(LIMITS.sweepRuns, `holds more than ${LIMITS.sweepRuns} values: a sweep has at most so many runs`),
});
export type SweepAxis = z.infer<typeof SweepAxis>;

/**
 * POST /api/sweeps: member. Runs of the same domains around one configuration (R9): either a grid over `axes` or the
 * `points` listed one by one. Judged as a whole, each run's configuration included, before anything is written.
 */
export const CreateSweepBody = z
  .strictObject({
    name: Name,
    domainIds: RunDomainIds,
    /** What all runs share; options left out are at their defaults. */
    config: Settings.default({}),
    axes: z
      .array(SweepAxis)
      .min(1, 'needs an axis')
      .max(LIMITS.sweepAxes, `are more than ${LIMITS.sweepAxes}: a grid of so many cannot be read`)
      .optional(),
    points: z
      .array(z.strictObject({ name: Name.optional(), set: Settings }))
      .max(LIMITS.sweepRuns, `are more than ${LIMITS.sweepRuns}`)
      .optional(),
  })
  .superRefine((body, ctx) => {
    if ((body.axes === undefined) === (body.points === undefined))
      return ctx.addIssue({ code: 'custom', path: ['axes'], message: 'give either axes or points' });
    for (const { path, message, limit } of planSweep(body).issues)
      ctx.addIssue({ code: 'custom', path, message, params: { limit } });
  });
export type CreateSweepBody = z.output<typeof CreateSweepBody>;

export const SweepSummary = z.object({
  id: Id,
  name: z.string(),
  launchedBy: z.string().nullable(),
  createdAt: Timestamp,
  /** Of a grid; null for a list of points. */
  axes: z.array(SweepAxis).nullable(),
  /** How many of its runs are in which state. */
  states: z.partialRecord(RunState, z.int().positive()),
});
export type SweepSummary = z.infer<typeof SweepSummary>;
/** GET /api/sweeps: viewer. Newest first. */
export const SweepList = z.object({ sweeps: z.array(SweepSummary) });

export const SweepRun = RunSummary.extend({ config: RunConfig });
export type SweepRun = z.infer<typeof SweepRun>;
/** GET /api/sweeps/:id: viewer. The runs in the order of their points. */
export const SweepDetail = SweepSummary.extend({ runs: z.array(SweepRun) });
export type SweepDetail = z.infer<typeof SweepDetail>;

const Means = z.partialRecord(LossName, z.number());

/** GET /api/sweeps/:id/losses: viewer. Losses of every run of a sweep, each averaged over the run's domains. */
export const SweepLosses = z.object({
  runs: z.array(
    z.object({
      runId: Id,
      /** The iterations that `final` is averaged over: the last twentieth, out to whole buckets of the roll-ups. */
      from: z.int(),
      to: z.int(),
      final: Means,
      /** The whole run in few points, by the last iteration of each. */
      curve: z.array(z.object({ iteration: z.int(), means: Means })),
    }),
  ),
});
export type SweepLosses = z.infer<typeof SweepLosses>;
export type LossMeans = z.infer<typeof Means>;

/** What cancelling or launching a sweep's runs again did: how many runs it was done to. */
export const SweepChange = z.object({ runs: z.int(), sweep: SweepSummary });
export type SweepChange = z.infer<typeof SweepChange>;
