import type { RunConfig } from '@combogan/contracts';
import { domainParams, type ParamSpec, storageOrder, storedShape } from '@combogan/model';

/** Shape in storage order of every tensor of a domain's state, by name, in a fixed order. */
export function stateShapes(config: RunConfig): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const spec of domainParams(config)) {
    const shape = storedShape(spec.shape, storageOrder(spec));
    shapes.set(spec.name, shape);
    if (spec.inert) continue;
    shapes.set(`${spec.name}.m`, shape);
    shapes.set(`${spec.name}.v`, shape);
  }
  return shapes;
}

/** The tensors a step reads and writes: all but the inert biases. */
export function trainedNames(config: RunConfig): string[] {
  const inert = new Set(domainParams(config).flatMap((spec) => (spec.inert ? [spec.name] : [])));
  return [...stateShapes(config).keys()].filter((name) => !inert.has(name));
}

/** Whether a tensor of the state is learned itself, and no Adam moment. */
export const isWeight = (name: string): boolean => !/\.[mv]$/.test(name);

/** Parameters that a network's passes read; inert biases are left out. */
export const readParams = (specs: readonly ParamSpec[]): ParamSpec[] => specs.filter((spec) => !spec.inert);

/** The value under a key that is known to be there; anything else is a bug of ours. */
export function known<T>(values: Record<string, T> | ReadonlyMap<string, T>, key: string): T {
  const value = values instanceof Map ? values.get(key) : (values as Record<string, T>)[key];
  if (value === undefined) throw new Error(`"${key}" is missing`);
  return value;
}
