import { RunConfig } from '@combogan/contracts';
import { z } from 'zod';
import { ENGINES } from './names.ts';

/** What the probing process is asked to do. */
export const ProbeRequest = z.object({
  engine: z.enum(ENGINES),
  threads: z.int().positive(),
  config: RunConfig,
  /** Iterations to time after the first, which compiles. */
  iterations: z.int().positive(),
});
export type ProbeRequest = z.infer<typeof ProbeRequest>;

/** What it found. */
export const ProbeResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    device: z.string(),
    threads: z.int(),
    /** Fastest of the timed iterations: what else runs here only ever adds. */
    ms: z.number(),
    /** Milliseconds of the first iteration, with compilation. */
    firstMs: z.number(),
    /** Most bytes of main memory the process held. */
    memory: z.number(),
  }),
  z.object({ ok: z.literal(false), why: z.string(), remedy: z.string() }),
]);
export type ProbeResult = z.infer<typeof ProbeResult>;
