import { domainParams, initialWeights, type NetConfig, sizeOf } from './params.ts';
import type { Slot } from './ports.ts';
import type { Random } from './random.ts';

/**
 * What training changes of one domain. Tensors are kept in storage order, by name: `encoder.conv1.weight`, its moments
 * `encoder.conv1.weight.m` and `.v`. Inert biases are among them (they are parameters of the model) without moments.
 */
export interface DomainState {
  tensors: Record<string, Float32Array>;
  /** Adam steps taken. */
  adamSteps: number;
}

/** A domain before its first iteration. Its draws depend on its key alone, not on the other domains. */
export function initialState(c: NetConfig, random: Random, domain: string): DomainState {
  const specs = domainParams(c);
  const moments = specs
    .filter((spec) => !spec.inert)
    .flatMap((spec) =>
      [`${spec.name}.m`, `${spec.name}.v`].map((name) => [name, new Float32Array(sizeOf(spec.shape))]),
    );
  return { tensors: { ...initialWeights(specs, random, `${domain}.`), ...Object.fromEntries(moments) }, adamSteps: 0 };
}

/** A domain's tensors under the names they have as inputs of the iteration. */
export const inSlot = (slot: Slot, tensors: Record<string, Float32Array>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, values]) => [`${slot}.${name}`, values]));
