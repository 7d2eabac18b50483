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
import { verdict } from './verdict.ts';

/** The engine to use and the threads it computes with. */
export interface ChosenEngine {
  engine: EngineName;
  threads: number;
}

/** The step that engines are compared by. */
export const MEASURED_CONFIG = RunConfig.parse({ size: 64, ngf: 32, ndf: 32 });
const MEASURED_ITERATIONS = 3;

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
  const timed = { config: MEASURED_CONFIG, iterations: MEASURED_ITERATIONS };
  const reference = await probeEngine({ engine: 'compiled-cpu', threads, timed });
  let best: EngineName = 'compiled-cpu';
  let bestMs = (reference.ok && reference.ms) || Number.POSITIVE_INFINITY;
  for (const engine of among) {
    if (engine === 'compiled-cpu') continue;
    const result = verdict(await probeEngine({ engine, threads, timed }), reference);
    if (!result.ok || result.ms === null || result.ms >= bestMs) continue;
    best = engine;
    bestMs = result.ms;
  }
  remember(fastestFile(), { machine: here, engine: best } satisfies z.infer<typeof Fastest>);
  return best;
}

/** Engines that every installation has: nothing to find out. */
const ALWAYS: readonly EngineName[] = ['compiled-cpu', 'eager-cpu'];

/** Throws EngineUnavailable unless the engine works and computes what the processor does. */
async function check(engine: EngineName, threads: number): Promise<void> {
  const result = await probeEngine({ engine, threads, timed: null });
  const judged = result.ok
    ? verdict(result, await probeEngine({ engine: 'compiled-cpu', threads, timed: null }))
    : result;
  if (!judged.ok) throw new EngineUnavailable(engine, judged.why, judged.remedy);
}

/**
 * Turns what a person asked for into an engine that works here. `auto` measures once and remembers; an explicit choice
 * is tried in a process of its own. Throws EngineUnavailable with why not and what to install.
 */
export async function chooseEngine(choice: EngineChoice, threads: number): Promise<ChosenEngine> {
  const engine = choice === 'auto' ? await fastest(threads) : choice;
  if (choice !== 'auto' && !ALWAYS.includes(engine)) await check(engine, threads);
  // TF.js's CPU backend is plain JavaScript: one thread.
  return { engine, threads: engine === 'eager-cpu' ? 1 : threads };
}
