import { RunConfig } from '@combogan/contracts';
import { z } from 'zod';
import { ENGINES } from './names.ts';

/** What the probing process is asked to do. */
export const ProbeRequest = z.object({
  engine: z.enum(ENGINES),
  threads: z.int().positive(),
  /** A step to time, and how many iterations after the first, which compiles; null only checks that it works. */
  timed: z.object({ config: RunConfig, iterations: z.int().positive() }).nullable(),
});
export type ProbeRequest = z.infer<typeof ProbeRequest>;

/** What it found. */
export const ProbeResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    device: z.string(),
    threads: z.int(),
    /** What it makes of one fixed iteration, to be compared with another engine's. */
    signature: z.array(z.array(z.number())),
    /** Fastest of the timed iterations, since what else runs here only ever adds; null when none was timed. */
    ms: z.number().nullable(),
    /** Milliseconds of the first iteration, with compilation. */
    firstMs: z.number().nullable(),
    /** Most bytes of main memory the process held. */
    memory: z.number(),
  }),
  z.object({ ok: z.literal(false), why: z.string(), remedy: z.string() }),
]);
export type ProbeResult = z.infer<typeof ProbeResult>;
