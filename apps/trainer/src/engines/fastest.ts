import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import { z } from 'zod';
import { cacheFolder } from '../files/cache-folder.ts';
import { recall, remember } from '../files/remember.ts';
import { candidates } from './candidates.ts';
import { machineNow } from './machine.ts';
import { ENGINES, type EngineName } from './names.ts';
import { probeEngine } from './probe.ts';
import type { ProbeResult } from './probe-protocol.ts';
import { verdict } from './verdict.ts';

/** The step that engines are compared by. */
export const MEASURED_CONFIG = RunConfig.parse({ size: 64, ngf: 32, ndf: 32 });
const MEASURED_ITERATIONS = 3;

/** What `auto` goes by. Tests give it other surroundings. */
export interface Surroundings {
  candidates: readonly EngineName[];
  /** Changes with whatever may change which engine is the fastest. */
  machine: string;
  /** File that remembers the measurement. */
  memory: string;
  probe: typeof probeEngine;
}

const Fastest = z.object({ machine: z.string(), engine: z.enum(ENGINES) });

const here = (threads: number): Surroundings => {
  const among = candidates();
  return {
    candidates: among,
    machine: machineNow(threads, among),
    memory: join(cacheFolder(), 'fastest-engine.json'),
    probe: probeEngine,
  };
};

/** Whether an engine works here and computes what the processor does. */
export async function checkEngine(engine: EngineName, threads: number, probe = probeEngine): Promise<ProbeResult> {
  const result = await probe({ engine, threads, timed: null });
  return result.ok ? verdict(result, await probe({ engine: 'compiled-cpu', threads, timed: null })) : result;
}

async function measure(
  { candidates: among, probe }: Surroundings,
  threads: number,
  say: (message: string) => void,
): Promise<EngineName> {
  if (among.length < 2) return 'compiled-cpu';
  say(`measuring which engine is the fastest here: ${among.join(', ')}`);
  const timed = { config: MEASURED_CONFIG, iterations: MEASURED_ITERATIONS };
  const reference = await probe({ engine: 'compiled-cpu', threads, timed });
  let best: EngineName = 'compiled-cpu';
  let bestMs = (reference.ok && reference.ms) || Number.POSITIVE_INFINITY;
  for (const engine of among) {
    if (engine === 'compiled-cpu') continue;
    const result = verdict(await probe({ engine, threads, timed }), reference);
    if (!result.ok || result.ms === null || result.ms >= bestMs) continue;
    best = engine;
    bestMs = result.ms;
  }
  return best;
}

/** Keeps what was measured, for `auto` to take until the machine changes. */
export function rememberFastest(engine: EngineName, threads: number): void {
  const { machine, memory } = here(threads);
  remember(memory, { machine, engine } satisfies z.infer<typeof Fastest>);
}

/**
 * The fastest engine that works here, measured once and remembered until the machine, a driver or a package changes.
 * When the remembered one has stopped working, `say` hears why and the fastest of the others is taken; it stays
 * remembered, since a restart may cure it.
 */
export async function fastestEngine(
  threads: number,
  say: (message: string) => void,
  around = here(threads),
): Promise<EngineName> {
  const { machine, memory, probe } = around;
  const known = recall(memory, Fastest);
  if (known?.machine !== machine) {
    const engine = await measure(around, threads, say);
    if (around.candidates.length > 1) remember(memory, { machine, engine } satisfies z.infer<typeof Fastest>);
    return engine;
  }
  if (known.engine === 'compiled-cpu') return known.engine;
  const checked = await checkEngine(known.engine, threads, probe);
  if (checked.ok) return known.engine;
  say(`${known.engine} was the fastest here but no longer works: ${checked.why}; ${checked.remedy}`);
  const others = around.candidates.filter((engine) => engine !== known.engine);
  return measure({ ...around, candidates: others }, threads, say);
}
