import { checkEngine, fastestEngine } from './fastest.ts';
import type { EngineChoice, EngineName } from './names.ts';
import { EngineUnavailable } from './unavailable.ts';

/** The engine to use and the threads it computes with. */
export interface ChosenEngine {
  engine: EngineName;
  threads: number;
}

/** Engines that every installation has: nothing to find out. */
const ALWAYS: readonly EngineName[] = ['compiled-cpu', 'eager-cpu'];

/**
 * Turns what a person asked for into an engine that works here. `auto` measures once and remembers; an explicit choice
 * is tried in a process of its own. `say` gets what a person should know meanwhile. Throws EngineUnavailable with why
 * not and what to install.
 */
export async function chooseEngine(
  choice: EngineChoice,
  threads: number,
  say: (message: string) => void,
): Promise<ChosenEngine> {
  const engine = choice === 'auto' ? await fastestEngine(threads, say) : choice;
  if (choice !== 'auto' && !ALWAYS.includes(engine)) {
    const checked = await checkEngine(engine, threads);
    if (!checked.ok) throw new EngineUnavailable(engine, checked.why, checked.remedy);
  }
  // TF.js's CPU backend is plain JavaScript: one thread.
  return { engine, threads: engine === 'eager-cpu' ? 1 : threads };
}
