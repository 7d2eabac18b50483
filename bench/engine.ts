import type { RunConfig } from '@combogan/contracts';
import { createRandom, initialState, inSlot, iterationInputs, SLOTS } from '@combogan/model';

/** Values by port name, in storage order. */
export type Arrays = Record<string, Float32Array>;

/** Something that runs the iteration and keeps weights and moments of the two slots from one to the next. */
export interface Engine {
  /** One iteration. @param values every input that is not weight or moment. @returns losses and fakes by name. */
  run(values: Arrays): Promise<Arrays>;
  /** Weights and moments by input name. */
  state(): Arrays;
}

/** Weights and moments of both slots before the first iteration, from the config's seed. */
export function firstState(c: RunConfig): Arrays {
  const random = createRandom(c.seed);
  const all: Arrays = {};
  for (const slot of SLOTS) Object.assign(all, inSlot(slot, initialState(c, random, slot).tensors));
  return Object.fromEntries(Object.keys(iterationInputs(c)).flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
}
