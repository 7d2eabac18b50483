import { z } from 'zod';
import { RunConfig } from './config.ts';
import { DomainKey, Sha256, Timestamp } from './primitives.ts';

/**
 * manifest.json in a domain's weights zip, beside encoder.onnx, decoder.onnx and weights.safetensors.
 * encoder.onnx: `image` [batch, 3, height, width] in [-1, 1] -> `latent` [batch, 4*ngf, height/4, width/4].
 * decoder.onnx: `latent` -> `image`. Any encoder of a run fits any decoder of the same run.
 */
export const WeightsManifest = z.object({
  format: z.literal('combogan-weights'),
  version: z.literal(1),
  domain: DomainKey,
  /** Every domain of the run, in order. */
  domains: z.array(DomainKey).min(2),
  iteration: z.int().nonnegative(),
  config: RunConfig,
  run: z.object({ id: z.string(), name: z.string() }).nullable(),
  engine: z.string(),
  createdAt: Timestamp,
  /** SHA-256 of every other file in the zip, by name. */
  files: z.record(z.string(), Sha256),
});
export type WeightsManifest = z.infer<typeof WeightsManifest>;
