import { cpus, hostname } from 'node:os';
import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import { z } from 'zod';
import { cacheFolder } from '../files/cache-folder.ts';
import { sha256 } from '../files/hash.ts';
import { recall, remember } from '../files/remember.ts';
import { candidates } from './candidates.ts';
import { ENGINES, type EngineChoice, type EngineName } from './names.ts';
import { probeEngine } from './probe.ts';
import { EngineUnavailable } from './unavailable.ts';

/** The engine to use and the threads it computes with. */
export interface ChosenEngine {
  engine: EngineName;
  threads: number;
}

/** The step that engines are compared by. */
export const MEASURED_CONFIG = RunConfig.parse({ size: 64, ngf: 32, ndf: 32 });
/** A step just large enough to show that an engine works. */
const SMALLEST_CONFIG = RunConfig.parse({ size: 32, ngf: 4, ndf: 4, blocks: 1, discriminatorLayers: 1 });

const Fastest = z.object({ machine: z.string(), engine: z.enum(ENGINES) });
const fastestFile = (): string => join(cacheFolder(), 'fastest-engine.json');

/** Changes with anything that may change which engine is the fastest. */
const machine = (threads: number, among: readonly EngineName[]): string =>
  sha256(JSON.stringify([hostname(), cpus().map(({ model }) => model), process.versions.modules, threads, among]));

/** Measures the candidates once per machine and remembers the fastest. */
async function fastest(threads: number): Promise<EngineName> {
  const among = candidates();
  if (among.length === 1) return 'compiled-cpu';
  const here = machine(threads, among);
  const known = recall(fastestFile(), Fastest);
  if (known?.machine === here) return known.engine;
  let best: { engine: EngineName; ms: number } = { engine: 'compiled-cpu', ms: Number.POSITIVE_INFINITY };
  for (const engine of among) {
    const result = await probeEngine({ engine, threads, config: MEASURED_CONFIG, iterations: 3 });
    if (result.ok && result.ms < best.ms) best = { engine, ms: result.ms };
  }
  remember(fastestFile(), { machine: here, engine: best.engine } satisfies z.infer<typeof Fastest>);
  return best.engine;
}

/** Engines that every installation has: nothing to find out. */
const ALWAYS: readonly EngineName[] = ['compiled-cpu', 'eager-cpu'];

/**
 * Turns what a person asked for into an engine that works here. `auto` measures and remembers; an explicit choice is
 * tried in a process of its own. Throws EngineUnavailable with why not and what to install.
 */
export async function chooseEngine(choice: EngineChoice, threads: number): Promise<ChosenEngine> {
  const engine = choice === 'auto' ? await fastest(threads) : choice;
  if (choice !== 'auto' && !ALWAYS.includes(engine)) {
    const result = await probeEngine({ engine, threads, config: SMALLEST_CONFIG, iterations: 1 });
    if (!result.ok) throw new EngineUnavailable(engine, result.why, result.remedy);
  }
  // TF.js's CPU backend is plain JavaScript: one thread.
  return { engine, threads: engine === 'eager-cpu' ? 1 : threads };
}
