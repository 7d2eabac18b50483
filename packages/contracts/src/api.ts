import { z } from 'zod';
import { PendingChange, RunChange } from './changes.ts';
import { RunConfig } from './config.ts';
import { LIMITS } from './limits.ts';
import { DomainKey, Id, Sha256, Timestamp } from './primitives.ts';
import { Failure, RunState } from './run-state.ts';
import { SampleSheet } from './samples.ts';

export const Name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(LIMITS.nameLength, `must be at most ${LIMITS.nameLength} characters`);

export const Role = z.enum(['owner', 'member', 'viewer']);
export type Role = z.infer<typeof Role>;

export const Person = z.object({ id: z.string(), name: z.string(), email: z.string(), role: Role });
export type Person = z.infer<typeof Person>;

// --- set-up and session -------------------------------------------------------------------------------------------

/** POST /api/setup: nobody signed in; only while there is no owner (A1). */
export const SetupBody = z.object({
  token: z.string().min(1, 'must not be empty'),
  name: Name,
  email: z.email('must be an email address'),
  password: z
    .string()
    .min(LIMITS.passwordMin, `must be at least ${LIMITS.passwordMin} characters`)
    .max(LIMITS.passwordMax, `must be at most ${LIMITS.passwordMax} characters`),
});
/** GET /api/setup: anyone. */
export const SetupState = z.object({ needed: z.boolean() });
/** GET /api/me: anyone; null when not signed in. */
export const MeResponse = z.object({ me: Person.nullable() });

// --- domains ------------------------------------------------------------------------------------------------------

export const ImageRole = z.enum(['train', 'probe']);
export type ImageRole = z.infer<typeof ImageRole>;

export const ImageItem = z.object({
  id: Id,
  /** Hash of the stored, re-encoded file. */
  sha256: Sha256,
  /** File name as uploaded. */
  name: z.string(),
  role: ImageRole,
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  createdAt: Timestamp,
});
export type ImageItem = z.infer<typeof ImageItem>;

export const DomainSummary = z.object({
  id: Id,
  key: DomainKey,
  name: z.string(),
  description: z.string(),
  /** Where the images come from and under which licence, when known. */
  source: z.string().nullable(),
  trainCount: z.int(),
  probeCount: z.int(),
  /** Pixels of the smallest shorter side among its images; null while empty. */
  minSide: z.int().nullable(),
  bytes: z.int(),
  /** Some image ids for a preview. */
  preview: z.array(Id),
  createdAt: Timestamp,
  createdBy: z.string().nullable(),
});
export type DomainSummary = z.infer<typeof DomainSummary>;
export const DomainList = z.object({ domains: z.array(DomainSummary) });

export const CreateDomainBody = z.object({ name: Name, description: z.string().max(500).default('') });
export const UpdateDomainBody = z.object({ name: Name.optional(), description: z.string().max(500).optional() });

/** GET /api/domains/:id?cursor= */
export const DomainDetail = DomainSummary.extend({
  images: z.array(ImageItem),
  nextCursor: Id.nullable(),
  /** Runs that point at this domain: it cannot be deleted while there are any (D5). */
  runs: z.array(z.object({ id: Id, name: z.string() })),
});
export type DomainDetail = z.infer<typeof DomainDetail>;

/** POST /api/domains/:id/images?name=FILE&role=train|probe, the file as body. */
export const UploadResult = z.object({ image: ImageItem, duplicate: z.boolean() });
export type UploadResult = z.infer<typeof UploadResult>;

// --- runs ---------------------------------------------------------------------------------------------------------

/** The domains of a new run, in the order of its matrix. */
export const RunDomainIds = z
  .array(Id)
  .min(LIMITS.runDomainsMin, `choose at least ${LIMITS.runDomainsMin} domains: translation needs a source and a target`)
  .max(LIMITS.runDomainsMax, `choose at most ${LIMITS.runDomainsMax} domains`)
  .refine((ids) => new Set(ids).size === ids.length, 'names a domain twice');

/**
 * The images of each domain that its samples show, in row order: ids of images of the domain, by its id. A domain that is
 * not named shows its first held-out images, or its first training images when it has none.
 */
const RunProbes = z.record(Id, z.array(Id)).superRefine((chosen, ctx) => {
  const most = LIMITS.probesPerDomain;
  for (const [id, images] of Object.entries(chosen)) {
    const refuse = (message: string, limit?: string) =>
      ctx.addIssue({ code: 'custom', path: [id], message, params: { limit } });
    if (images.length === 0) refuse('choose at least one image, or leave the domain out for its first ones', '1 image');
    if (images.length > most) refuse(`choose at most ${most} images: each is a row of the matrix`, `${most} images`);
    if (new Set(images).size < images.length) refuse('names an image twice');
  }
});

export const CreateRunBody = z
  .object({ name: Name, domainIds: RunDomainIds, config: RunConfig, probes: RunProbes.optional() })
  .superRefine(({ domainIds, probes = {} }, ctx) => {
    for (const id of Object.keys(probes))
      if (!domainIds.includes(id))
        ctx.addIssue({ code: 'custom', path: ['probes', id], message: 'is of a domain that is not in the run' });
  });
export type CreateRunBody = z.infer<typeof CreateRunBody>;

export const RunDomain = z.object({
  key: DomainKey,
  name: z.string(),
  domainId: Id.nullable(),
  versionHash: Sha256,
  trainCount: z.int(),
  /** The probes shown in the sample matrix, in row order. */
  probes: z.array(Sha256),
});
export type RunDomain = z.infer<typeof RunDomain>;

export const RunProgress = z.object({
  iteration: z.int(),
  /** Milliseconds an iteration, over the last batches; null before the first. */
  msPerIteration: z.number().nullable(),
  /** Seconds to the end at that speed. */
  etaSeconds: z.number().nullable(),
});
export type RunProgress = z.infer<typeof RunProgress>;

export const RunSummary = z.object({
  id: Id,
  name: z.string(),
  state: RunState,
  failure: Failure.nullable(),
  domains: z.array(RunDomain),
  iterations: z.int(),
  progress: RunProgress,
  /** Last entry of its log. */
  seq: z.int(),
  /** Place in the queue, from 1; null unless queued. */
  queuePosition: z.int().nullable(),
  /** Iteration that the next trainer takes it up at; null unless it was begun and waits or is paused. */
  resumesFrom: z.int().nullable(),
  trainer: z.string().nullable(),
  engine: z.string().nullable(),
  launchedBy: z.string().nullable(),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
  lastSample: SampleSheet.nullable(),
  /** The sweep it is a run of (R9), and its place among that sweep's points. */
  sweep: z.object({ id: Id, name: z.string(), point: z.int().nonnegative() }).nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;
export const RunList = z.object({ runs: z.array(RunSummary) });

export const WeightsFile = z.object({ domain: DomainKey, iteration: z.int(), bytes: z.int(), sha256: Sha256 });
export const RunDetail = RunSummary.extend({
  /** As launched; `changes` say what differs since. */
  config: RunConfig,
  samples: z.array(SampleSheet),
  weights: z.array(WeightsFile),
  /** What people changed while it ran, in the order in which it took effect (R7). */
  changes: z.array(RunChange),
  /** What they asked for and the trainer has not taken yet. */
  pendingChanges: z.array(PendingChange),
});
export type RunDetail = z.infer<typeof RunDetail>;

// --- trainers -----------------------------------------------------------------------------------------------------

export const TrainerSummary = z.object({
  id: Id,
  name: z.string(),
  online: z.boolean(),
  engine: z.string().nullable(),
  device: z.string().nullable(),
  /** Measured arithmetic rate on the training step: floating-point operations a second. Null before the first measurement. */
  flops: z.number().nullable(),
  currentRun: z.object({ id: Id, name: z.string() }).nullable(),
  lastSeenAt: Timestamp.nullable(),
});
export type TrainerSummary = z.infer<typeof TrainerSummary>;
export const TrainerList = z.object({ trainers: z.array(TrainerSummary) });

// --- health -------------------------------------------------------------------------------------------------------

/** GET /healthz: anyone. 200 when database and storage answer, else 503. */
export const Health = z.object({ ok: z.boolean(), database: z.string(), storage: z.string() });

const Answering = z.enum(['ok', 'unavailable']);
/**
 * GET /readyz: anyone. 200 when the process may be sent work, else 503: while it stops, or when the database, its
 * migrations, the connection that hears changes or the storage are not as they must be.
 */
export const Readiness = z.object({
  ready: z.boolean(),
  phase: z.enum(['starting', 'ready', 'stopping']),
  migrations: Answering,
  listener: Answering,
  storage: Answering,
});
export type Readiness = z.infer<typeof Readiness>;
