import { z } from 'zod';
import { DomainKey, Sha256 } from './primitives.ts';

/**
 * The sample matrix of one iteration is one PNG, a grid of square cells of `size` pixels without gaps:
 * a row per probe (grouped by source domain, in the run's domain order), and as columns the probe itself followed by
 * its translation into every domain of the run, in order. The column of its own domain holds the autoencoding.
 * One file per iteration means that one request moves the whole matrix when the slider moves.
 */
export const SampleSheet = z.object({
  iteration: z.int().nonnegative(),
  /** Side of a cell in pixels. */
  size: z.int().positive(),
  /** Source domain of each row. */
  rows: z.array(DomainKey).min(1),
  /** Target domain of each column after the first. */
  columns: z.array(DomainKey).min(2),
  sha256: Sha256,
  bytes: z.int().positive(),
});
export type SampleSheet = z.infer<typeof SampleSheet>;
