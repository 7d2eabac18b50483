import type { Graph } from '../ir/graph.ts';
import type { Attrs, Kind, Value } from '../ir/types.ts';

/** Everything the outputs depend on, inputs of a value before the value. */
export function reachable(outputs: readonly Value[]): Value[] {
  const seen = new Set<Value>();
  const queue = [...outputs];
  for (let value = queue.pop(); value; value = queue.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    queue.push(...value.inputs);
  }
  return [...seen].toSorted((a, b) => a.id - b.id);
}

/** The same computation on renewed inputs; the value itself when none of them changed. */
export function rebuilt(g: Graph, value: Value, now: (value: Value) => Value): Value {
  const inputs = value.inputs.map(now);
  if (inputs.every((input, i) => input === value.inputs[i])) return value;
  return g.value(value.kind, inputs, value.attrs as Attrs[Kind], value.shape, value.dtype);
}
