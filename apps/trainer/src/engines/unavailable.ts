import { TrainerError } from '../errors.ts';
import type { EngineName } from './names.ts';

/** An engine that can't run here: why, and what a person can do about it. */
export class EngineUnavailable extends TrainerError {
  readonly engine: EngineName;
  readonly why: string;
  readonly remedy: string;

  constructor(engine: EngineName, why: string, remedy: string, options?: ErrorOptions) {
    super('engine', `${engine}: ${why}; ${remedy}`, options);
    this.name = 'EngineUnavailable';
    this.engine = engine;
    this.why = why;
    this.remedy = remedy;
  }
}
