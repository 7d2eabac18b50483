import { z } from 'zod';
import { RunConfig } from './config.ts';
import { DomainKey, Sha256 } from './primitives.ts';

/**
 * checkpoint/manifest.json: everything a resumed run needs to yield the same losses (R8). `files` holds
 * state.safetensors: weights, Adam moments and history pools of every domain.
 */
export const CheckpointManifest = z.object({
  format: z.literal('combogan-checkpoint'),
  version: z.literal(1),
  /** Iterations completed. */
  iteration: z.int().nonnegative(),
  config: RunConfig,
  domains: z
    .array(
      z.object({
        key: DomainKey,
        /** SHA-256 over the sorted image hashes. */
        dataset: Sha256,
        /** True for a domain of an earlier run that this one keeps as it was (R11). */
        frozen: z.boolean().optional(),
      }),
    )
    .min(2),
  /** Adam steps each domain has taken, in domain order: the bias correction needs it. */
  adamSteps: z.array(z.int().nonnegative()),
  /** Images in each domain's history pool, in domain order. */
  poolFill: z.array(z.int().nonnegative()),
  /** Losses repeat bit for bit only on the same engine with the same number of threads. */
  engine: z.object({ name: z.string(), threads: z.int().positive() }),
  files: z.record(z.string(), z.object({ sha256: Sha256, bytes: z.int().nonnegative() })),
});
export type CheckpointManifest = z.infer<typeof CheckpointManifest>;
