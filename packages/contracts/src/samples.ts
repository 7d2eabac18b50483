import { z } from 'zod';
import { DomainKey, Sha256 } from './primitives.ts';

/** A sheet's grid. */
const layout = {
  /** Side of a cell in pixels. */
  size: z.int().positive(),
  /** Source domain of each row. */
  rows: z.array(DomainKey).min(1),
  /** Target domain of each column after the first. */
  columns: z.array(DomainKey).min(2),
};

/**
 * The sample matrix of one iteration is one PNG, a grid of square cells of `size` pixels without gaps:
 * a row per probe (grouped by source domain, in the run's domain order), and as columns the probe itself followed by
 * its translation into every domain of the run, in order. The column of its own domain holds the autoencoding.
 * One file per iteration means that one request moves the whole matrix when the slider moves.
 */
export const SampleSheet = z.object({
  iteration: z.int().nonnegative(),
  ...layout,
  sha256: Sha256,
  bytes: z.int().positive(),
  /**
   * A second PNG of the same grid: where the first has a translation into a domain, this one has it translated back. The
   * cycle loss compares that with the probe. Absent in runs of earlier trainers.
   */
  reconstructions: z.object({ sha256: Sha256, bytes: z.int().positive() }).optional(),
});
export type SampleSheet = z.infer<typeof SampleSheet>;

/** Which iterations have samples, without what they have in common: a run of a million iterations has thousands. */
export const SampleIndex = z.array(
  z.object({
    ...layout,
    /** Whether there are reconstructions. */
    reconstructions: z.boolean(),
    /** The iterations of sheets like this, ascending. */
    iterations: z.array(z.int().nonnegative()),
  }),
);
export type SampleIndex = z.infer<typeof SampleIndex>;

/** What a viewer needs to show a sheet. */
export interface SampleRef {
  iteration: number;
  size: number;
  rows: readonly string[];
  columns: readonly string[];
  reconstructions: boolean;
}

/** Every sheet of an index, in the order of iterations. */
export const sampleRefs = (index: SampleIndex): SampleRef[] =>
  index
    .flatMap(({ iterations, ...like }) => iterations.map((iteration) => ({ iteration, ...like })))
    .sort((a, b) => a.iteration - b.iteration);

/** The PNG of a sheet: translations, or translations translated back. */
export const SampleImage = z.enum(['translations', 'reconstructions']);
export type SampleImage = z.infer<typeof SampleImage>;
