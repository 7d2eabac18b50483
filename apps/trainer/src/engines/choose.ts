import type { RunConfig } from '@combogan/contracts';
import type { EngineChoice, EngineName } from './names.ts';

/** The engine to use and the threads it computes with. */
export interface ChosenEngine {
  engine: EngineName;
  threads: number;
}

/** Turns what a person asked for into an engine that works here. */
export async function chooseEngine(choice: EngineChoice, _config: RunConfig, threads: number): Promise<ChosenEngine> {
  const engine = choice === 'auto' ? 'compiled-cpu' : choice;
  return { engine, threads: engine === 'eager-cpu' ? 1 : threads };
}
